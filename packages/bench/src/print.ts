/**
 * Prints the findings: a line for each as it is measured, then all of them as a Markdown table.
 *
 * @module
 */
import { cpus } from 'node:os'
import { holds } from './measure/finding.ts'
import type { Finding } from './measure/finding.ts'
import { peerVersions } from './peers.ts'

/** When and where it was measured, and the versions of the peers. */
export interface Machine {
  readonly date: string
  readonly machine: string
  readonly node: string
  readonly peers: Readonly<Record<string, string>>
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const cores = cpus()
  const machine = `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown CPU'}`
  const date = new Date().toISOString().slice(0, 10)
  return { date, machine, node: process.versions.node, peers: peerVersions() }
}

/** Prints one finding. */
export function printFinding(finding: Finding): void {
  const { row, runtime } = finding
  process.stderr.write(`${row} | ${runtime} | ${cellsOf(finding).join(' | ')}\n`)
}

/** All findings as a Markdown table, with date, machine and versions. */
export function toTable(findings: readonly Finding[]): string {
  const { date, machine, node, peers } = describeMachine()
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`)
  const lines = [
    `Measured on ${date}: ${machine}, Node ${node}.`,
    `Peers: ${versions.join(', ')}.`,
    '',
    '| row | runtime | what | measured | limit | |',
    '|---|---|---|---|---|---|',
    ...findings.map(
      (finding) => `| ${[finding.row, finding.runtime, ...cellsOf(finding)].join(' | ')} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** Replaces the table in a document: the lines between the two comments that name the bench. */
export function replaceTable(document: string, table: string): string {
  const place = /(?<=<!-- bench -->\n)[^]*(?=<!-- end of bench -->)/
  if (!place.test(document))
    throw new Error('the document has no <!-- bench --> and <!-- end of bench -->')
  return document.replace(place, () => `\n${table}\n`)
}

function cellsOf(finding: Finding): readonly string[] {
  const { what, value, unit, detail, limit } = finding
  const measured = `**${value.toFixed(2)} ${unit}** (${detail})`
  return [what, measured, limitText(limit, unit), verdictOf(finding)]
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
