/**
 * How a measuring program passes its findings to its parent: one line of JSON each.
 *
 * @module
 */
import type { Finding } from './finding.ts'

/** Writes one finding. */
export function emit(finding: Finding): void {
  process.stdout.write(`${JSON.stringify(finding)}\n`)
}
