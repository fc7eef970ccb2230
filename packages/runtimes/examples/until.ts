/**
 * Polls for what another process does in its own time.
 *
 * @module
 */

const PAUSE_MS = 100

/**
 * Calls a function until its result is as wanted. A call that fails is repeated.
 *
 * @throws {Error} It took too long; the last result is in the message.
 */
export async function until<Found>(
  ask: () => Promise<Found>,
  isWanted: (found: Found) => boolean,
  timeoutMs = 20_000,
): Promise<Found> {
  const deadlineMs = Date.now() + timeoutMs
  let last = ''
  while (Date.now() < deadlineMs) {
    try {
      const found = await ask()
      if (isWanted(found)) return found
      last = JSON.stringify(found)
    } catch (error) {
      last = String(error)
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error(`it did not happen within ${timeoutMs} ms; the last result: ${last}`)
}
