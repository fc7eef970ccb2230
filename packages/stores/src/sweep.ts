/**
 * When expired rows are deleted, and how many at once.
 *
 * @module
 */

/** The most rows that one statement deletes, so that it holds no lock for long. */
export const SWEEP_LIMIT = 2_000

/** Deletes batches until one is not full, and returns the number of rows. */
export async function sweepAll(sweepOnce: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const deleted = await sweepOnce()
    total += deleted
    if (deleted < SWEEP_LIMIT) return total
  }
}

/**
 * Deletes a batch after one completion in 256, whichever instance it is on: tokens are random. A completed event has up to four
 * rows, so a batch is about twice what came since the last one.
 */
export async function sweepSometimes(
  token: string,
  sweepOnce: () => Promise<number>,
): Promise<void> {
  if (!token.startsWith('00')) return
  try {
    await sweepOnce()
  } catch {
    // The event is recorded all the same, and a later completion deletes the rows.
  }
}
