/**
 * Counts what is in work, and lets a shutdown wait until nothing is.
 * Must not know what the work is.
 *
 * @module
 */
import { PayStablecoinError } from '../shared/errors.ts'
import { assertNumber } from '../shared/option-checks.ts'
import { startRealTimer } from '../shared/timers.ts'

/** An event for the handler, or a report of what was turned away. */
export type WorkKind = 'event' | 'report'

/** The work at hand. */
export interface InFlight {
  /** How many events are in work. Reports do not count: who sends what nobody signed must not fill the house. */
  readonly events: () => number
  /** The keys of events that were answered 200 before their handler is through. */
  readonly acknowledgedKeys: Set<string>
  /** Counts one more piece of work until the function that it returns is called. */
  readonly enter: (kind: WorkKind) => () => void
  /** Resolves when nothing is in work; rejects when that takes longer than `timeoutMs`. */
  readonly idle: (timeoutMs?: number) => Promise<void>
}

/** Starts counting. */
export function createInFlight(): InFlight {
  const counts = { event: 0, report: 0 }
  const waiting = new Set<() => void>()

  function enter(kind: WorkKind): () => void {
    counts[kind] += 1
    return () => leave(kind)
  }

  function leave(kind: WorkKind): void {
    counts[kind] -= 1
    if (!isIdle()) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  function isIdle(): boolean {
    return counts.event + counts.report === 0
  }

  async function idle(timeoutMs?: number): Promise<void> {
    if (timeoutMs !== undefined) assertNumber('timeoutMs', timeoutMs)
    if (isIdle()) return undefined
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
        reject(stillInFlight(counts))
      }, timeoutMs)
    })
  }

  return { events: () => counts.event, acknowledgedKeys: new Set(), enter, idle }
}

function stillInFlight({ event, report }: Readonly<Record<WorkKind, number>>): PayStablecoinError {
  return new PayStablecoinError(
    'IDLE_TIMEOUT',
    `${event} event(s) are still being handled, ${report} report(s) still being written. Ending now may lose their effects: query those orders.`,
  )
}
