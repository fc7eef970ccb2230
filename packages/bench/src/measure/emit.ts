/**
 * How a program that measures tells its findings to the one that started it: a line of JSON each.
 *
 * @module
 */
import type { Finding } from './finding.ts'

/** Tells one finding. */
export function emit(finding: Finding): void {
  process.stdout.write(`${JSON.stringify(finding)}\n`)
}
