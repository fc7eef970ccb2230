/**
 * A finding as the cells of a line.
 *
 * @module
 */
import { holds } from '../measure/finding.ts'
import type { Finding } from '../measure/finding.ts'

/** The cells of a finding, its row and runtime first. */
export function cellsOf(finding: Finding): readonly string[] {
  const { row, runtime, what, value, unit, detail, limit } = finding
  const measured = `**${value.toFixed(2)} ${unit}** (${detail})`
  return [row, runtime, what, measured, limitText(limit, unit), verdictOf(finding)]
}

function limitText(limit: Finding['limit'], unit: string): string {
  if (limit === undefined) return ''
  return 'atMost' in limit ? `≤ ${limit.atMost} ${unit}` : `≥ ${limit.atLeast} ${unit}`
}

function verdictOf(finding: Finding): string {
  const verdict = holds(finding)
  if (verdict === undefined) return 'for comparison'
  return verdict ? 'holds' : 'falls short'
}
