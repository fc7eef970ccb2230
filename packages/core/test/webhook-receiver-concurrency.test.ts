import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryDeduplication } from '../src/index.ts'
import type { Acknowledge, DeduplicationStore } from '../src/index.ts'
import { createTestReceiver, PATH, PAYMENT, signedHeaders } from './support/webhook-fixtures.ts'

const body = new TextEncoder().encode(JSON.stringify(PAYMENT))

/** The store in memory, each of its answers delayed by the scheduler. */
function delayStore(scheduler: fc.Scheduler): DeduplicationStore {
  const store = createMemoryDeduplication()
  const delayed = async <T>(act: () => T | Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve())
    return act()
  }
  return {
    claim: (key, leaseMs) => delayed(() => store.claim(key, leaseMs)),
    complete: (...done) => delayed(() => store.complete(...done)),
    release: (key, token) => delayed(() => store.release(key, token)),
  }
}

/** Lets the scheduler choose, again and again, what goes on next, until the work is done. */
async function runScheduled<T>(scheduler: fc.Scheduler, work: Promise<T>): Promise<T> {
  const ends: string[] = []
  const end = (): void => void ends.push('done')
  work.then(end, end)
  while (ends.length === 0) {
    if (scheduler.count() > 0) await scheduler.waitOne()
    else await new Promise((resolve) => setImmediate(resolve))
  }
  return work
}

/** Delivers one event several times at once, through a handler of which the scheduler says when and the list says whether it succeeds. */
async function deliverAtOnce(
  scheduler: fc.Scheduler,
  acknowledge: Acknowledge,
  verdicts: readonly boolean[],
) {
  let tries = 0
  let running = 0
  let atOnce = 0
  let successes = 0
  const { receiver, clock, problems } = createTestReceiver({
    acknowledge,
    deduplication: delayStore(scheduler),
    clock: {
      now: () => 1_790_000_000_000,
      startTimer: (run) => {
        void scheduler.schedule(Promise.resolve()).then(run)
        return () => undefined
      },
    },
    onEvent: async () => {
      const isSuccess = verdicts[tries] ?? true
      tries += 1
      running += 1
      atOnce = Math.max(atOnce, running)
      await scheduler.schedule(Promise.resolve())
      running -= 1
      if (!isSuccess) throw new Error('handler')
      successes += 1
    },
  })
  const headers = await signedHeaders({ body, timestamp: String(clock.now()) })
  const request = { headers, body, path: PATH, context: '' }
  const replies = verdicts.map(async () => (await receiver.receive(request)).status)
  const statuses = await runScheduled(scheduler, Promise.all(replies))
  await runScheduled(scheduler, receiver.idle())
  return { statuses, successes, atOnce, outcomes: problems.map(({ outcome }) => outcome) }
}

const verdicts = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 })

describe('deliveries of one event at the same time, in any order of things', () => {
  it('have one effect, and a 200 only with it (after-handler)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), verdicts, async (scheduler, verdicts) => {
        const { statuses, successes, atOnce } = await deliverAtOnce(
          scheduler,
          'after-handler',
          verdicts,
        )
        expect(atOnce).toBe(1)
        expect(successes).toBeLessThanOrEqual(1)
        expect(statuses.includes(200)).toBe(successes === 1)
      }),
    )
  })

  it('have one effect, or somebody hears that there is none (immediately)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), verdicts, async (scheduler, verdicts) => {
        const { statuses, successes, atOnce, outcomes } = await deliverAtOnce(
          scheduler,
          'immediately',
          verdicts,
        )
        expect(atOnce).toBe(1)
        expect(successes).toBeLessThanOrEqual(1)
        expect(statuses).toContain(200)
        expect(successes === 1 || outcomes.includes('undelivered')).toBe(true)
      }),
    )
  })
})
