/**
 * How much memory the process holds.
 * Must not know what for.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'

const BETWEEN_SAMPLES_MS = 100

/**
 * By how many bytes what is held grows while work is done, at the most: looked at ten times a second. What is held is what is in
 * use right after a garbage collection, inside and outside of the heap. The resident set would be no measure: it grows with
 * garbage, and as the runtime pleases.
 */
export async function watchHeldBytes(work: () => Promise<unknown>): Promise<number> {
  // Twice, so that nothing is left that only a second collection frees. Later, such a rest counts.
  const before = Math.min(heldBytes(), heldBytes())
  let most = before
  const finished = work().then(() => true)
  do {
    most = Math.max(most, heldBytes())
  } while (!(await Promise.race([finished, setTimeout(BETWEEN_SAMPLES_MS, false)])))
  return most - before
}

function heldBytes(): number {
  const { gc } = globalThis
  assert.ok(gc !== undefined, 'the process must run with --expose-gc')
  gc()
  // What array buffers hold is part of `external`.
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
