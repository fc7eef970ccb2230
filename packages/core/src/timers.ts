/**
 * The runtime's timer as a function that returns its cancel, and waiting that a signal can end.
 * The only file that touches `setTimeout`.
 *
 * @module
 */
import type { StartTimer } from './types.ts'

/** Starts a timer of the runtime. */
export function startRealTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** Resolves after a delay; rejects at once with the signal's reason when it aborts. Leaves no timer and no listener. */
export function wait(delayMs: number, startTimer: StartTimer, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason)
    const abort = (): void => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = startTimer(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
