/**
 * Counts what is in work, and lets a shutdown wait until nothing is.
 * Must not know what the work is.
 *
 * @module
 */
import { PayStablecoinError } from './errors.ts'
import { startRealTimer } from './timers.ts'

/** The work at hand. */
export interface InFlight {
  readonly count: () => number
  /** Counts one more piece of work until the function that it returns is called. */
  readonly enter: () => () => void
  /** Resolves when nothing is in work; rejects when that takes longer than `timeoutMs`. */
  readonly idle: (timeoutMs?: number) => Promise<void>
}

/** Starts counting. */
export function createInFlight(): InFlight {
  let count = 0
  const waiting = new Set<() => void>()

  function enter(): () => void {
    count += 1
    return leave
  }

  function leave(): void {
    count -= 1
    if (count > 0) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  function idle(timeoutMs?: number): Promise<void> {
    if (count === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      let cancel = (): void => undefined
      const done = (): void => {
        cancel()
        resolve()
      }
      waiting.add(done)
      if (timeoutMs === undefined) return
      cancel = startRealTimer(() => {
        waiting.delete(done)
        reject(stillInFlight(count))
      }, timeoutMs)
    })
  }

  return { count: () => count, enter, idle }
}

function stillInFlight(count: number): PayStablecoinError {
  return new PayStablecoinError(
    'STILL_IN_FLIGHT',
    `${count} event(s) are still being handled. Ending the process now may lose their effects: query those orders after the restart.`,
  )
}
