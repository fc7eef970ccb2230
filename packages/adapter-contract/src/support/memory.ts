/**
 * How much memory the process holds.
 * Must not know what for.
 *
 * @module
 */
import assert from 'node:assert/strict'

/**
 * The bytes that are in use right after a garbage collection, inside and outside of the heap. The resident set would be no measure: it
 * grows with garbage, and as the runtime pleases.
 */
export function heldBytes(): number {
  const { gc } = globalThis
  assert.ok(gc !== undefined, 'the process must run with --expose-gc')
  // The second frees what the first one finalized.
  gc()
  gc()
  // What array buffers hold is part of `external`.
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
