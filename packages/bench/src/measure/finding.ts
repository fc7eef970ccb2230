/**
 * A row of the tables: a figure, its limit, and whether the limit is met.
 *
 * @module
 */
import type { Comparison } from './compare.ts'

/** Which question a row answers: what else one would pick, what it costs over the same by hand, how it grows. */
export type Part = 'peers' | 'by-hand' | 'growth'

/** One measured figure. */
export interface Finding {
  readonly part: Part
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
  /** The two sides of a ratio, as a picture shows them. */
  readonly sides?: Sides | undefined
}

/** An inclusive limit, and why it may not be met: the document says so where it is not. */
export type Limit = ({ readonly atMost: number } | { readonly atLeast: number }) & {
  readonly why: string
}

/** What a ratio was made of. */
export interface Sides {
  /** What was measured, such as `requests per second`. */
  readonly figure: string
  readonly unit: string
  readonly ours: number
  readonly theirs: number
  readonly against: string
  /** The middle half of the ratios of single rounds. */
  readonly spread: readonly [number, number]
}

/** Whether a finding meets its limit; `undefined` without one. */
export function holds({ value, limit }: Finding): boolean | undefined {
  return limit === undefined ? undefined : meets(value, limit)
}

/** Whether rounds of the same run fall on both sides of the limit, so that the next run may say otherwise. */
export function isCloseCall({ limit, sides }: Finding): boolean {
  if (limit === undefined || sides === undefined) return false
  const [low, high] = sides.spread
  return meets(low, limit) !== meets(high, limit)
}

// The printed figure counts.
function meets(value: number, limit: Limit): boolean {
  const printed = Number(value.toFixed(2))
  return 'atMost' in limit ? printed <= limit.atMost : printed >= limit.atLeast
}

/** What a comparison is about. */
export interface Identity extends Pick<Finding, 'part' | 'row' | 'what' | 'runtime' | 'limit'> {
  readonly against: string
}

/** Makes a finding of a comparison: the ratio of the medians. */
export function toFinding(
  { against, ...identity }: Identity,
  { oursUs, theirsUs, ratio, spread }: Comparison,
): Finding {
  const sides = { figure: 'time', unit: 'µs', ours: oursUs, theirs: theirsUs, against, spread }
  return toRatio(identity, sides, ratio, 1)
}

/** Makes a finding of two sides and their ratio. */
export function toRatio(
  identity: Omit<Identity, 'against'>,
  sides: Sides,
  ratio: number,
  digits: number,
): Finding {
  const [low, high] = sides.spread.map((value) => value.toFixed(2))
  const figures = `${sides.ours.toFixed(digits)} against ${sides.theirs.toFixed(digits)} ${sides.unit}`
  const detail = `${figures}; middle half ${low} to ${high}`
  return { ...identity, value: ratio, unit: '×', detail, sides }
}
