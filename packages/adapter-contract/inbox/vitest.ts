/**
 * The contract of an inbox in vitest: `describeInbox`. What a receiver does with one is core's, and is tested there.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type {
  DeadEntry,
  InboxEntry,
  InboxHooks,
  InboxProblem,
  TryState,
  WebhookEvent,
} from '@paystablecoin/core'
import { asQueried, entriesOf, entryOf, textEvent, webhookEvent } from './engine.ts'
import type { OpenEngine, OpenInbox, TestedContext } from './engine.ts'

export type { OpenEngine } from './engine.ts'

const failure = new Error('the handler of this test fails')

/** Declares a test for every rule of an inbox. Each has a queue of its own; the engine's server, if any, is shared. */
export function describeInbox(name: string, openEngine: OpenEngine): void {
  const opened: OpenInbox[] = []
  const problems: InboxProblem[] = []
  const tries: TryState[] = []
  const runs: { readonly event: WebhookEvent; readonly context: TestedContext }[] = []
  let queue = ''

  async function open(retryLimit?: number): Promise<OpenInbox> {
    queue ||= `contract_${randomUUID().slice(0, 8)}`
    const onError = (problem: InboxProblem): void => void problems.push(problem)
    const hooks: InboxHooks = { onHandled: (state) => tries.push(state) }
    const one = await openEngine({ queue, retryLimit, onError, hooks })
    let closing: Promise<void> | undefined
    const opening = { ...one, close: () => (closing ??= one.close()) }
    opened.push(opening)
    return opening
  }

  /** A worker that keeps what it runs, and does with it what the test wants. */
  async function work(one: OpenInbox, then: (event: WebhookEvent) => unknown = () => undefined) {
    await one.work(async (event, context) => {
      runs.push({ event, context })
      await then(event)
    })
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    await vi.waitUntil(condition, { timeout: 60_000, interval: 20 })
  }

  /** Waits until the queue is worked off: what is to run has run. */
  async function untilDrained(one: OpenInbox, marker = 'MARKER'): Promise<void> {
    const entry = entryOf(await webhookEvent({ merchantOrderId: marker }))
    await one.inbox.put(entry)
    await until(() => runs.some(({ event }) => event.id === entry.id))
  }

  async function deadOf(one: OpenInbox): Promise<DeadEntry[]> {
    const dead: DeadEntry[] = []
    for await (const entry of one.inbox.dead()) dead.push(entry)
    return dead
  }

  const runsOf = ({ id }: Pick<InboxEntry, 'id'>): number =>
    runs.filter(({ event }) => event.id === id).length

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()))
    problems.length = 0
    tries.length = 0
    runs.length = 0
    queue = ''
  })

  describe(`${name}: put`, () => {
    it('resolves once another process can handle the event', async () => {
      const [receiving, working] = [await open(), await open()]
      const entry = entryOf(await webhookEvent())
      await receiving.inbox.put(entry)
      await receiving.close()
      await work(working)
      await until(() => runsOf(entry) === 1)
    })

    it('makes one run of an event that is put while it waits', async () => {
      const one = await open()
      const entry = entryOf(await webhookEvent())
      await one.inbox.put(entry)
      await one.inbox.put(entry)
      await work(one)
      await untilDrained(one)
      expect(runsOf(entry)).toBe(1)
    })

    it('makes one run of an event that is put while it is handled, and after it', async () => {
      const one = await open()
      const entry = entryOf(await webhookEvent())
      let finish = (): void => undefined
      const gate = new Promise<void>((resolve) => {
        finish = resolve
      })
      await work(one, ({ id }) => (id === entry.id ? gate : undefined))
      await one.inbox.put(entry)
      await until(() => runsOf(entry) === 1)
      await one.inbox.put(entry)
      finish()
      await untilDrained(one)
      const restarted = await open()
      await restarted.inbox.put(entry)
      await untilDrained(one, 'ANOTHER')
      expect(runsOf(entry)).toBe(1)
    })

    it('makes one run of 64 puts at once, by two processes', async () => {
      const [one, other] = [await open(), await open()]
      const entry = entryOf(await webhookEvent())
      await Promise.all(
        Array.from({ length: 64 }, (_, index) => [one, other][index % 2]?.inbox.put(entry)),
      )
      await work(one)
      await untilDrained(one)
      expect(runsOf(entry)).toBe(1)
    })

    it('keeps merchants apart that share an inbox', async () => {
      const one = await open()
      const event = await webhookEvent()
      await work(one)
      await one.inbox.put(entryOf(event, '1000'))
      await one.inbox.put(entryOf(event, '2000'))
      await until(() => runsOf(event) === 2)
      expect(runs.map(({ context }) => context.namespace).toSorted()).toEqual(['1000', '2000'])
    })

    it('makes one run of a webhook and a query that say the same', async () => {
      const one = await open()
      const event = await webhookEvent()
      await one.inbox.put(entryOf(event))
      await one.inbox.put(entryOf(asQueried(event)))
      await work(one)
      await untilDrained(one)
      expect(runsOf(event)).toBe(1)
    })

    it('keeps every text byte for byte', async () => {
      const one = await open()
      const odd = String.raw`{"id":"%","note":"\u0000 \ud800 😀 \" $1","big":12345678901234567890}`
      const texts = [odd, `\uFEFF${odd}`, JSON.stringify({ long: 'é'.repeat(100_000) })]
      const events = await Promise.all(texts.map((text) => textEvent(text)))
      for (const event of events) await one.inbox.put(entryOf(event, 'sh\'op " ü'))
      await work(one)
      await until(() => runs.length === texts.length)
      expect(runs.map(({ event }) => event.rawBody).toSorted()).toEqual(texts.toSorted())
    })
  })

  describe(`${name}: work`, () => {
    it.each<[string, () => Promise<WebhookEvent>]>([
      ['a payment', () => webhookEvent()],
      ['a refund', () => textEvent('{"merchantRefundOrderId":"REFUND_1","status":"SUCCEEDED"}')],
      ['a checkout', () => webhookEvent({ finalStatus: true })],
      ['an event of an unknown shape', () => textEvent('{"type":"ping"}')],
      ['a query', async () => asQueried(await webhookEvent())],
    ])('gives the handler %s as a receiver would', async (_, create) => {
      const one = await open()
      const event = await create()
      await work(one)
      await one.inbox.put(entryOf(event))
      await until(() => runs.length === 1)
      expect(runs).toMatchObject([{ event, context: { attempt: 1, namespace: 'shop' } }])
    })

    it('runs a handler that fails again, and reports each failure', async () => {
      const one = await open()
      const event = await webhookEvent()
      await work(one, () => {
        if (runs.length === 1) throw failure
      })
      await one.inbox.put(entryOf(event))
      await until(() => runs.length === 2)
      expect(runs.map(({ context }) => context.attempt)).toEqual([1, 2])
      expect(problems).toMatchObject([{ outcome: 'failed', event: { id: event.id }, attempt: 1 }])
    })

    it('tells hooks of each try, and of the trace that the event was put in', async () => {
      const one = await open()
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
      await work(one, () => {
        if (runs.length === 1) throw failure
      })
      await one.inbox.put({ ...entryOf(await webhookEvent()), traceparent })
      await until(() => tries.length === 2)
      expect(tries).toMatchObject([
        { outcome: 'failed', attempt: 1, kind: 'payment', traceparent, error: failure },
        { outcome: 'handled', attempt: 2, kind: 'payment', traceparent },
      ])
    })

    it('keeps an event among the dead after its last try, and runs it again when it is replayed', async () => {
      const one = await open(1)
      const event = await webhookEvent()
      let isMended = false
      await work(one, ({ id }) => {
        if (id === event.id && !isMended) throw failure
      })
      await one.inbox.put(entryOf(event))
      await until(() => problems.some(({ outcome }) => outcome === 'undelivered'))
      await until(async () => (await deadOf(one)).length === 1)
      const [dead] = await deadOf(one)
      expect(dead).toMatchObject({ event: { id: event.id }, attempts: 2 })
      expect(dead?.error).toContain(failure.message)
      expect(Math.abs(Date.now() - (dead?.sinceMs ?? 0))).toBeLessThan(120_000)
      expect(problems.map(({ outcome }) => outcome)).toEqual(['failed', 'undelivered'])

      await one.inbox.put(entryOf(event))
      await untilDrained(one)
      expect(runsOf(event)).toBe(2)

      isMended = true
      expect(await one.inbox.replay(dead?.id ?? '')).toBe(true)
      await until(() => runsOf(event) === 3)
      expect(await deadOf(one)).toEqual([])
      await one.inbox.put(entryOf(event))
      await untilDrained(one, 'ANOTHER')
      expect(runsOf(event)).toBe(3)
      expect(await one.inbox.replay(dead?.id ?? '')).toBe(false)
    })

    it('tries a replayed entry once more, and no more', async () => {
      const one = await open(1)
      const event = await webhookEvent()
      await work(one, () => {
        throw failure
      })
      await one.inbox.put(entryOf(event))
      await until(async () => (await deadOf(one)).length === 1)
      expect(runsOf(event)).toBe(2)
      const [dead] = await deadOf(one)
      expect(await one.inbox.replay(dead?.id ?? '')).toBe(true)
      await until(() => runsOf(event) === 3)
      await until(async () => (await deadOf(one)).length === 1)
      expect(runsOf(event)).toBe(3)
      expect(await deadOf(one)).toMatchObject([{ event: { id: event.id }, attempts: 3 }])
      expect(runs.map(({ context }) => context.attempt)).toEqual([1, 2, 3])
    })

    it('replays a dead entry once for two who ask at once', async () => {
      const one = await open(0)
      await work(one)
      const entry = entryOf(await webhookEvent())
      await one.inbox.put({ ...entry, key: 'POISON', rawBody: '[]' })
      await until(async () => (await deadOf(one)).length === 1)
      await one.inbox.stop()
      const id = (await deadOf(one))[0]?.id ?? ''
      const other = await open(0)
      // Both are connected before they race.
      await deadOf(other)
      const replayed = await Promise.all([one.inbox.replay(id), other.inbox.replay(id)])
      expect(replayed.filter(Boolean)).toHaveLength(1)
      expect(await deadOf(one)).toEqual([])
    })

    it('lets what is no entry die at once, and the others flow past it', async () => {
      const one = await open()
      const poison = {
        ...entryOf(await webhookEvent({ merchantOrderId: 'POISON' })),
        rawBody: '[]',
      }
      await one.inbox.put(poison)
      await work(one)
      await untilDrained(one)
      await until(async () => (await deadOf(one)).length === 1)
      expect(await deadOf(one)).toMatchObject([{ event: undefined, attempts: 1 }])
      expect(problems).toMatchObject([
        { outcome: 'undelivered', event: undefined, error: { name: 'InboxEntryError' } },
      ])
    })

    it('replays each of many dead while it lists them', async () => {
      const one = await open()
      const entry = entryOf(await webhookEvent())
      const poison = Array.from({ length: 201 }, (_, index) => ({
        ...entry,
        key: `POISON_${index}`,
        rawBody: '[]',
      }))
      await Promise.all(poison.map((each) => one.inbox.put(each)))
      await work(one)
      await until(async () => (await deadOf(one)).length === poison.length)
      await one.inbox.stop()
      const replayed: boolean[] = []
      for await (const { id } of one.inbox.dead()) replayed.push(await one.inbox.replay(id))
      expect(replayed).toEqual(poison.map(() => true))
      expect(await deadOf(one)).toEqual([])
    })

    it('keeps an entry of a later version for a newer worker', async () => {
      const one = await open()
      const entry = entryOf(await webhookEvent({ merchantOrderId: 'LATER' }))
      await one.inbox.put(Object.assign(structuredClone(entry), { v: 2 }))
      await work(one)
      await untilDrained(one)
      await until(() => problems.length > 0)
      expect(problems[0]).toMatchObject({ outcome: 'failed', error: { reason: 'version' } })
      expect(await deadOf(one)).toEqual([])
    })

    it('reports an event of an unknown shape that may be a payment', async () => {
      const one = await open()
      await work(one)
      await one.inbox.put(entryOf(await webhookEvent({ orderAmount: 1 })))
      await until(() => problems.length === 1)
      expect(problems).toMatchObject([{ outcome: 'unrecognized', event: { kind: 'unknown' } }])
    })

    // Within the time of `until`, which a worker that fetches one event at each poll would need twice.
    it('runs each of 1,000 events once, by two workers, in far less than a poll for each', async () => {
      const [one, other] = [await open(), await open()]
      const entries = await entriesOf(1000)
      await Promise.all(entries.map((entry) => one.inbox.put(entry)))
      await Promise.all([work(one), work(other)])
      await until(() => runs.length >= entries.length)
      await untilDrained(one)
      expect(new Set(runs.map(({ event }) => event.id)).size).toBe(runs.length)
    })
  })

  describe(`${name}: stop and health`, () => {
    it('waits for the running handler, and takes no more', async () => {
      const one = await open()
      const [first, second] = await entriesOf(2)
      let finish = (): void => undefined
      const gate = new Promise<void>((resolve) => {
        finish = resolve
      })
      await work(one, () => gate)
      if (first !== undefined) await one.inbox.put(first)
      await until(() => runs.length === 1)
      let isStopped = false
      const stopping = one.inbox.stop().then(() => (isStopped = true))
      // What is being fetched at this moment is still handled.
      await new Promise((resolve) => setTimeout(resolve, 200))
      if (second !== undefined) await one.inbox.put(second)
      await expect(one.inbox.stop({ timeoutMs: 50 })).rejects.toMatchObject({
        name: 'IdleTimeoutError',
      })
      expect(isStopped).toBe(false)
      finish()
      await stopping
      expect(runs).toHaveLength(1)
      const restarted = await open()
      await work(restarted)
      await until(() => runs.length === 2)
      expect(runs.map(({ event }) => event.id)).toEqual([first?.id, second?.id])
    })

    it('counts what waits, and how long', async () => {
      const one = await open()
      for (const entry of await entriesOf(3)) await one.inbox.put(entry)
      await new Promise((resolve) => setTimeout(resolve, 20))
      const health = await one.inbox.health()
      expect(health).toMatchObject({ waiting: 3, active: 0, dead: 0 })
      expect(health.oldestWaitingMs).toBeGreaterThan(0)
    })

    it('counts from when an event was put, also while it waits for its next try', async () => {
      const one = await open()
      const [first, second] = await entriesOf(2)
      // The second fails first, so that its next try is before the other's.
      let fail = (): void => undefined
      const gate = new Promise<void>((resolve) => {
        fail = resolve
      })
      await work(one, async ({ id }) => {
        if (id === first?.id) await gate
        throw failure
      })
      if (first !== undefined) await one.inbox.put(first)
      const putAt = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 500))
      if (second !== undefined) await one.inbox.put(second)
      await until(() => problems.length > 0)
      fail()
      await until(() => problems.some(({ event }) => event?.id === first?.id))
      await one.inbox.stop()
      await until(async () => (await one.inbox.health()).waiting === 2)
      const waitedMs = performance.now() - putAt
      expect((await one.inbox.health()).oldestWaitingMs).toBeGreaterThan(waitedMs - 200)
    })

    it('counts what is handled and what is dead', async () => {
      const one = await open(0)
      const [first, second] = await entriesOf(2)
      await work(one, ({ id }) => {
        if (id === first?.id) throw failure
        return new Promise((resolve) => setTimeout(resolve, 3000))
      })
      if (first !== undefined) await one.inbox.put(first)
      await until(() => problems.length === 1)
      if (second !== undefined) await one.inbox.put(second)
      await until(() => runs.length === 2)
      expect(await one.inbox.health()).toEqual({
        waiting: 0,
        active: 1,
        dead: 1,
        oldestWaitingMs: undefined,
      })
    })
  })
}
