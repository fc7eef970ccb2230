/**
 * Keeping the lease of an event while its handler runs, so that only a crashed holder loses it.
 * Must not know what the handler does.
 *
 * @module
 */
import type { ReceiverSettings } from './settings.ts'

/** A held lease. */
interface Lease {
  readonly key: string
  readonly token: string
  readonly settings: Pick<ReceiverSettings<never>, 'deduplication' | 'leaseMs' | 'clock'>
}

/** Does work, and extends the lease at every half of its time until the work has ended. */
export async function whileLeased<Result>(
  lease: Lease,
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = keepExtending(lease)
  try {
    return await work()
  } finally {
    stop()
  }
}

function keepExtending({ key, token, settings }: Lease): () => void {
  const { deduplication, leaseMs, clock } = settings
  if (deduplication.extend === undefined) return () => undefined
  let isStopped = false
  let cancel = startTimer()

  function startTimer(): () => void {
    return clock.startTimer(() => {
      if (isStopped) return
      // Before the store answers: one that never does is asked again.
      cancel = startTimer()
      void extend()
    }, leaseMs / 2)
  }

  async function extend(): Promise<void> {
    try {
      await deduplication.extend?.(key, token, leaseMs)
    } catch {
      // A store that fails now is asked again; one that stays away is reported when the event is completed.
    }
  }

  return () => {
    isStopped = true
    cancel()
  }
}
