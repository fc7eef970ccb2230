/**
 * Waiting for what another process does, which no clock of ours can hurry.
 *
 * @module
 */

const PAUSE_MS = 100

/**
 * Asks again and again until the answer is as wanted. A question that fails is asked again.
 *
 * @throws {Error} It took too long; the last answer is in the text.
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
  throw new Error(`it did not come to pass within ${timeoutMs} ms; the last answer: ${last}`)
}
