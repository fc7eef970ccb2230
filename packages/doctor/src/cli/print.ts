/**
 * A report for a reader, or for a script. Colours only on a terminal that wants any.
 * Knows no checks.
 *
 * @module
 */
import { styleText } from 'node:util'
import type { FindingStatus } from '../findings/finding.ts'
import type { Finding, Report } from '../report.ts'

const MARKS = {
  pass: ['green', 'pass   '],
  warning: ['yellow', 'warning'],
  fail: ['red', 'FAIL   '],
  skipped: ['dim', 'skipped'],
} as const satisfies Record<FindingStatus, readonly [Style, string]>

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

/** The report as text: for each finding what it means, what was seen and what to do. */
export function formatReport({ ok, findings }: Report): string {
  const count = (status: FindingStatus): number =>
    findings.filter((finding) => finding.status === status).length
  const summary = `${count('pass')} passed, ${count('warning')} warnings, ${count('fail')} failed, ${count('skipped')} skipped`
  return [...findings.map(formatFinding), '', paint(ok ? 'green' : 'red', summary)].join('\n')
}

function formatFinding({ check, id, status, means, detail, advice }: Finding): string {
  const [style, mark] = MARKS[status]
  const seen = detail === undefined ? '' : ` ${paint('dim', `[${toOneLine(detail)}]`)}`
  const line = `${paint(style, mark)}  ${paint('bold', check.padEnd(11))}  ${means}${seen}`
  return advice === undefined
    ? line
    : `${line}\n${' '.repeat(22)}→ ${advice} ${paint('dim', `(${id})`)}`
}

// A server's words must not command the terminal.
function toOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
}

function paint(style: Style, text: string): string {
  const isWanted = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  return isWanted ? styleText(style, text) : text
}
