/**
 * The results of drills as a Markdown table.
 *
 * @module
 */
import type { DrillResult } from './run-drill.ts'

/** A drill, and what it found. */
export interface DrillRow {
  readonly title: string
  /** What was killed. */
  readonly part: string
  readonly result: DrillResult
}

/** The table, with what it was made with. */
export function toTable(
  rows: readonly DrillRow[],
  {
    webhooks,
    kills,
    seed,
  }: { readonly webhooks: number; readonly kills: number; readonly seed: number },
): string {
  const head = `${webhooks} webhooks to three processes (and two workers), ${kills} SIGKILLs, ${new Date().toISOString().slice(0, 10)}, seed ${seed}`
  const lines = rows.map(({ title, part, result: { lost, doubled, resends, slowestMs } }) => {
    const seconds = (slowestMs / 1000).toFixed(1)
    return `| ${title} | ${part} | ${lost} | ${doubled} | ${resends} | ${seconds} s |`
  })
  return [
    head,
    '',
    '| mode | killed | lost | doubled | resends | slowest event |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}
