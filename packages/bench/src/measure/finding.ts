/**
 * What a row of the table says: a figure, what it must reach, and whether it does.
 *
 * @module
 */
import type { Comparison } from './compare.ts'

/** One measured figure. */
export interface Finding {
  /** The topic, such as `verify a webhook`. */
  readonly row: string
  /** What was measured, against what. */
  readonly what: string
  readonly runtime: string
  readonly value: number
  /** What stands behind the value: `×` for a ratio. */
  readonly unit: string
  /** The figures that the value is made of. */
  readonly detail: string
  /** What the value must reach; none for what is only reported. */
  readonly limit?: Limit | undefined
}

/** A bound; both edges hold. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number }

/** Whether a finding reaches what it must. */
export function holds({ value, limit }: Finding): boolean | undefined {
  if (limit === undefined) return undefined
  // Judged as it is printed.
  const printed = Number(value.toFixed(2))
  return 'atMost' in limit ? printed <= limit.atMost : printed >= limit.atLeast
}

/** The finding that a comparison is: a ratio of medians. */
export function toFinding(
  { row, what, runtime, limit }: Pick<Finding, 'row' | 'what' | 'runtime' | 'limit'>,
  { oursUs, theirsUs, ratio, spread }: Comparison,
): Finding {
  const [low, high] = spread.map((value) => value.toFixed(2))
  const detail = `${oursUs.toFixed(1)} against ${theirsUs.toFixed(1)} µs; middle half ${low} to ${high}`
  return { row, what, runtime, value: ratio, unit: '×', detail, limit }
}
