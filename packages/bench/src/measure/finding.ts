/**
 * A row of the table: a figure, its limit, and whether the limit is met.
 *
 * @module
 */
import type { Comparison } from './compare.ts'

/** One measured figure. */
export interface Finding {
  /** The topic, such as `verify a webhook`. */
  readonly row: string
  /** What was measured, and compared with what. */
  readonly what: string
  readonly runtime: string
  readonly value: number
  /** The unit of the value: `×` for a ratio. */
  readonly unit: string
  /** The figures behind the value. */
  readonly detail: string
  /** The limit of the value; none where it is only for comparison. */
  readonly limit?: Limit | undefined
}

/** An inclusive limit. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number }

/** Whether a finding meets its limit; `undefined` without one. */
export function holds({ value, limit }: Finding): boolean | undefined {
  if (limit === undefined) return undefined
  // The printed figure counts.
  const printed = Number(value.toFixed(2))
  return 'atMost' in limit ? printed <= limit.atMost : printed >= limit.atLeast
}

/** Makes a finding of a comparison: the ratio of the medians. */
export function toFinding(
  { row, what, runtime, limit }: Pick<Finding, 'row' | 'what' | 'runtime' | 'limit'>,
  { oursUs, theirsUs, ratio, spread }: Comparison,
): Finding {
  const [low, high] = spread.map((value) => value.toFixed(2))
  const detail = `${oursUs.toFixed(1)} against ${theirsUs.toFixed(1)} µs; middle half ${low} to ${high}`
  return { row, what, runtime, value: ratio, unit: '×', detail, limit }
}
