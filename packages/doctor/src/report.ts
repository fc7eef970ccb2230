/**
 * The report of a diagnosis, and how one of its lines is made.
 * Must not know how anything is checked.
 *
 * @module
 */
import type { FindingStatus } from './findings/finding.ts'
import { FINDINGS } from './findings/index.ts'
import type { FindingId } from './findings/index.ts'

/** The checks, in their order. */
export type CheckName =
  | 'settings'
  | 'secret'
  | 'api'
  | 'clock'
  | 'credentials'
  | 'callback'
  | 'postgres'
  | 'pg-boss'
  | 'redis'

/** One line of a report. */
export interface Finding {
  readonly check: CheckName
  /** What it is called in programs, such as `clock-off`: stable over versions. */
  readonly id: FindingId
  readonly status: FindingStatus
  /** What it is, and what it means. */
  readonly means: string
  /** What was seen: an address, a code, a number. */
  readonly detail?: string | undefined
  /** What to do. */
  readonly advice?: string | undefined
}

/** What a diagnosis found. It contains no secret, no password and no signature. */
export interface Report {
  /** Whether nothing failed. Warnings and what was skipped do not count. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

/** A line, with its words from the table. */
export function find(check: CheckName, id: FindingId, detail?: string): Finding {
  const { status, means, advice } = FINDINGS[id]
  return { check, id, status, means, detail, advice }
}

/** Whether this is a failure. */
export function isFailure({ status }: Finding): boolean {
  return status === 'fail'
}
