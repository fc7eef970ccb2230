/**
 * News of one order in any order, any number of times and from both sources, through the real receiver, against a model.
 *
 * @module
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advanceOrderStatus,
  createClient,
  createReconciler,
  createWebhookReceiver,
  isKnownStatus,
} from '../src/index.ts'
import type { WebhookReceiver, WebhookReceiverOptions, WebhookScheme } from '../src/index.ts'
import { PATH, PAYMENT, SECRET, signedHeaders } from './support/webhook-fixtures.ts'

// The model: a list, and the place in it.
const ADVANCING = ['INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']
const UNDOCUMENTED = ['ON_HOLD', 'FROZEN']

interface News {
  readonly status: string
  readonly by: WebhookScheme | 'poll'
}

const news = (...statuses: readonly string[]): fc.Arbitrary<News> =>
  fc.record({
    status: fc.constantFrom(...statuses),
    by: fc.constantFrom<News['by']>('request', 'body', 'poll'),
  })

const anyNews = news(...ADVANCING, ...UNDOCUMENTED)
const sequence = fc.array(anyNews, { minLength: 1, maxLength: 10 })

/** A sequence, and the same news in another order with some of it repeated. */
const twoTellings = sequence.chain((first) =>
  fc
    .subarray([...first])
    .chain((repeated) => {
      const all = [...first, ...repeated]
      return fc.shuffledSubarray(all, { minLength: all.length })
    })
    .map((second) => [first, second] as const),
)

const mode = fc.record({
  acknowledge: fc.constantFrom('immediately' as const, 'after-handler' as const),
  isAtOnce: fc.boolean(),
})

interface Told {
  readonly status: string
  /** Undocumented states, kept beside. */
  readonly beside: readonly string[]
  /** The folded state after each event that the handler got. */
  readonly trail: readonly string[]
  /** The states that the handler was told. */
  readonly handled: readonly string[]
}

type Mode = Pick<WebhookReceiverOptions, 'acknowledge'> & { readonly isAtOnce: boolean }

async function tell(
  sequenceOfNews: readonly News[],
  { acknowledge, isAtOnce }: Mode,
): Promise<Told> {
  let status = 'INIT'
  const beside = new Set<string>()
  const trail: string[] = []
  const handled: string[] = []
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    acknowledge,
    clock: { now: Date.now, startTimer: runAtOnce },
    onEvent: (event) => {
      const told = event.status ?? ''
      if (isKnownStatus(told)) status = advanceOrderStatus(status, told)
      else beside.add(told)
      trail.push(status)
      handled.push(told)
    },
  })
  if (isAtOnce) await Promise.all(sequenceOfNews.map((one) => bring(one, receiver)))
  else for (const one of sequenceOfNews) await bring(one, receiver)
  await receiver.idle()
  return { status, beside: [...beside].toSorted(), trail, handled }
}

async function bring({ status, by }: News, receiver: WebhookReceiver): Promise<void> {
  if (by === 'poll') return poll(status, receiver)
  const body = new TextEncoder().encode(JSON.stringify({ ...PAYMENT, status }))
  const headers = await signedHeaders({ body, timestamp: String(Date.now()), scheme: by })
  const reply = await receiver.receive({ headers, body, path: PATH, context: undefined })
  // 503 asks for the webhook once more: another delivery of the same news is being handled.
  expect([200, 503]).toContain(reply.status)
}

async function poll(status: string, receiver: WebhookReceiver): Promise<void> {
  const client = createClient({
    merchantId: '1000',
    apiKey: 'test-key',
    apiSecret: SECRET,
    baseUrl: 'http://psc.test',
    fetch: () => Promise.resolve(Response.json({ code: '00000', data: { ...PAYMENT, status } })),
  })
  const pending = [{ kind: 'payment' as const, id: PAYMENT.merchantOrderId }]
  const round = await createReconciler({ client, receiver, pending: () => pending }).runOnce()
  expect(round).toMatchObject({ queried: 1, failed: 0 })
}

function runAtOnce(run: () => void): () => void {
  queueMicrotask(run)
  return () => undefined
}

function greatest(statuses: readonly string[]): string {
  const places = statuses.map((status) => ADVANCING.indexOf(status))
  return ADVANCING[Math.max(0, ...places)] ?? ''
}

/** What must reach the handler: each state once, but for a poll that finds nothing begun. */
function distinctNews(sequenceOfNews: readonly News[]): readonly string[] {
  const told = sequenceOfNews.filter(({ status, by }) => status !== 'INIT' || by !== 'poll')
  return [...new Set(told.map(({ status }) => status))].toSorted()
}

describe('the news of an order, folded', () => {
  it('come to the same state whatever their order and number', async () => {
    await fc.assert(
      fc.asyncProperty(twoTellings, mode, mode, async ([first, second], oneMode, otherMode) => {
        const once = await tell(first, oneMode)
        const again = await tell(second, otherMode)
        expect(again).toMatchObject({ status: once.status, beside: once.beside })
        expect(once.status).toBe(greatest(first.map(({ status }) => status)))
      }),
    )
  })

  it('never go back', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, mode, async (all, how) => {
        const { trail } = await tell(all, how)
        const places = trail.map((status) => ADVANCING.indexOf(status))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }),
    )
  })

  it('reach the handler once each, from whichever source is first', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, mode, async (all, how) => {
        const { handled } = await tell([...all, ...all], how)
        expect(handled.toSorted()).toEqual(distinctNews(all))
      }),
    )
  })

  it('keep undocumented states beside, and fold none of them', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, mode, async (all, how) => {
        const { status, beside } = await tell(all, how)
        const undocumented = distinctNews(all).filter((one) => UNDOCUMENTED.includes(one))
        expect(beside).toEqual(undocumented)
        expect(ADVANCING).toContain(status)
      }),
    )
  })

  it('show a payment that comes after the order was closed', async () => {
    const closed = news('CLOSED')
    const paid = news('SUCCEEDED')
    const before = fc.array(news('INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'ON_HOLD'), {
      maxLength: 5,
    })
    const after = fc.array(anyNews, { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(before, closed, paid, after, async (start, closing, paying, end) => {
        const how = { acknowledge: 'after-handler', isAtOnce: false } as const
        const closedFirst = await tell([...start, closing], how)
        expect(closedFirst.status).toBe('CLOSED')
        const { status, handled } = await tell([...start, closing, paying, ...end], how)
        expect(status).toBe('SUCCEEDED')
        expect(handled.indexOf('CLOSED')).toBeLessThan(handled.indexOf('SUCCEEDED'))
        expect(handled.filter((one) => one === 'SUCCEEDED')).toHaveLength(1)
      }),
    )
  })
})
