/**
 * The shape of a finding.
 * Must not know any.
 *
 * @module
 */

/** `skipped` is what could not or need not be checked; it is never silent. */
export type FindingStatus = 'pass' | 'warning' | 'fail' | 'skipped'

/** What is always the same about a finding. */
export interface FindingText {
  readonly status: FindingStatus
  /** What it is, and what it means for the money. */
  readonly means: string
  /** What to do about it. */
  readonly advice?: string
}
