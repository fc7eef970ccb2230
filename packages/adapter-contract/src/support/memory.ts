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
 * By how many bytes what is held grows until a promise has settled, at the most: looked at ten times a second. What is held is what is in use
 * right after a garbage collection, inside and outside of the heap. The resident set would be no measure: it grows with garbage,
 * and as the runtime pleases.
 */
export async function watchHeldBytes(work: () => Promise<unknown>): Promise<number> {
  const before = heldBytes()
  let most = before
  let isSettled = false
  const settled = work().finally(() => {
    isSettled = true
  })
  while (!isSettled) {
    await Promise.race([settled, setTimeout(BETWEEN_SAMPLES_MS)])
    most = Math.max(most, heldBytes())
  }
  await settled
  return most - before
}

function heldBytes(): number {
  const { gc } = globalThis
  assert.ok(gc !== undefined, 'the process must run with --expose-gc')
  // The second collection frees what the first one finalized.
  gc()
  gc()
  // What array buffers hold is part of `external`.
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
