/**
 * Counts the work in progress, and lets a shutdown wait until there is none.
 * Must not know what the work is.
 *
 * @module
 */
import { assertNumber } from '../shared/option-checks.ts'
import type { Clock } from '../shared/types.ts'
import { IdleTimeoutError } from './errors.ts'

/** An event for the handler, or a report of a webhook that was rejected. */
export type WorkKind = 'event' | 'report'

/** The work in progress. */
export interface InFlight {
  /** How many events are in progress. Reports do not count: what nobody signed must not use up the limit. */
  readonly events: () => number
  /** Counts one more piece of work until the function that it returns is called. */
  readonly start: (kind: WorkKind) => () => void
  /** Resolves when no work is in progress; rejects when that takes longer than `timeoutMs`. */
  readonly idle: (timeoutMs?: number) => Promise<void>
}

/** Creates the counters, at zero. */
export function createInFlight({ startTimer }: Pick<Clock, 'startTimer'>): InFlight {
  const counts = { event: 0, report: 0 }
  const waiting = new Set<() => void>()

  function start(kind: WorkKind): () => void {
    counts[kind] += 1
    return () => finish(kind)
  }

  function finish(kind: WorkKind): void {
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
      cancel = startTimer(() => {
        waiting.delete(done)
        reject(new IdleTimeoutError(counts.event, counts.report))
      }, timeoutMs)
    })
  }

  return { events: () => counts.event, start, idle }
}
