/**
 * Writes results to the standard output, as one line with a prefix of its own.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { writeSync } from 'node:fs'
import process from 'node:process'

export const RESULTS_PREFIX = '@@results '

/** Writes the results and ends the process, even if a case left something open. */
export function report(results: readonly CaseResult[]): never {
  writeAll(new TextEncoder().encode(`${RESULTS_PREFIX}${JSON.stringify(results)}\n`))
  process.exit(0)
}

// A pipe may accept only a part at a time.
function writeAll(bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) {
    offset += writeSync(1, bytes.subarray(offset))
  }
}
