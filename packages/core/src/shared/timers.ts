/**
 * The runtime's timer as a function that returns its cancel, and waiting that a signal can end.
 * The only file that touches `setTimeout`.
 *
 * @module
 */
import { onAbort } from './on-abort.ts'
import type { StartTimer } from './types.ts'

// On a longer delay, Infinity included, a runtime's timer fires at once.
const LONGEST_DELAY_MS = 2_147_483_647

/** Starts a timer of the runtime. A delay beyond 24 days, `Infinity` included, is one of 24 days. */
export function startRealTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, Math.min(delayMs, LONGEST_DELAY_MS))
  return () => clearTimeout(timer)
}

/** Resolves after a delay. */
export function pause(delayMs: number, startTimer: StartTimer): Promise<void> {
  return new Promise((resolve) => void startTimer(resolve, delayMs))
}

/** Resolves after a delay; rejects at once with the signal's reason when it aborts. Leaves no timer and no listener. */
export function wait(delayMs: number, startTimer: StartTimer, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason)
    const stop = onAbort(signal, () => {
      stop()
      cancel()
      reject(signal?.reason)
    })
    const cancel = startTimer(() => {
      stop()
      resolve()
    }, delayMs)
  })
}
