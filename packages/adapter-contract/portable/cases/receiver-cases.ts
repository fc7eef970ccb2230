/**
 * What a receiver answers to web-standard `Request`s, and which events it hands over.
 *
 * @module
 */
import type { WebhookEvent, WebhookProblem, HandlerReceiverOptions } from '@paystablecoin/core'
import { createClock } from '../clock.ts'
import type { ManualClock } from '../clock.ts'
import { expectEqual } from '../expect.ts'
import type { Core, PortableCase } from '../portable-case.ts'
import {
  NOW_MS,
  OTHER_SECRET,
  paymentBody,
  SECRET,
  signSample,
  WEBHOOK_URL,
} from '../../fixtures/webhooks.ts'
import type { SampleParts } from '../../fixtures/webhooks.ts'

const BODY_TIMEOUT_MS = 7_777
const RECEIVED = '200 {"code":"00000"}'
const INVALID_SIGNATURE = '401 {"error":"Invalid signature"}'
const MALFORMED_EVENT = '400 {"error":"Malformed event"}'

/** A receiver behind `fetch` on a manual clock, and what it handed over and reported. */
interface Shop {
  readonly clock: ManualClock
  readonly events: readonly WebhookEvent[]
  readonly problems: readonly WebhookProblem['outcome'][]
  /** Resolves with the status and the body. */
  readonly send: (parts?: SampleParts, change?: (request: Request) => Request) => Promise<string>
  readonly idle: () => Promise<void>
}

// Every pause ends at once. Only the time-out of a body waits for `advance`, and the extension of a lease, which is as long.
function openShop(core: Core, options: Partial<HandlerReceiverOptions> = {}): Shop {
  const clock = createClock((delayMs) => delayMs !== BODY_TIMEOUT_MS)
  const events: WebhookEvent[] = []
  const problems: WebhookProblem['outcome'][] = []
  const receiver = core.createWebhookReceiver({
    apiSecret: SECRET,
    clock,
    bodyTimeoutMs: BODY_TIMEOUT_MS,
    leaseMs: 2 * BODY_TIMEOUT_MS,
    ...options,
    onEvent: (event) => {
      events.push(event)
      return options.onEvent?.(event, undefined)
    },
    onError: ({ outcome }) => void problems.push(outcome),
  })
  const send: Shop['send'] = async (parts = {}, change = (request) => request) => {
    const { headers, body } = await signSample(core.signWebhook, parts)
    const request = new Request(WEBHOOK_URL, { method: 'POST', headers, body: body as BodyInit })
    const response = await receiver.fetch(change(request))
    expectEqual(response.headers.get('content-type'), 'application/json', 'the content type')
    return `${response.status} ${await response.text()}`
  }
  return { clock, events, problems, send, idle: () => receiver.idle() }
}

type Problems = readonly WebhookProblem['outcome'][]

function answers(
  title: string,
  answer: string,
  parts: SampleParts,
  after: { readonly events?: number; readonly problems?: Problems } = {},
  options: Partial<HandlerReceiverOptions> = {},
): PortableCase {
  const { events = 0, problems = ['rejected'] } = after
  return {
    title,
    run: async ({ core }) => {
      const shop = openShop(core, options)
      expectEqual(await shop.send(parts), answer, 'the answer')
      await shop.idle()
      expectEqual([shop.events.length, shop.problems], [events, problems], 'what followed')
      expectEqual(shop.clock.waiting(), 0, 'the number of timers left behind')
    },
  }
}

const fail = (): never => {
  throw new Error('the database is down')
}
const brokenStore = { claim: fail, complete: fail, release: fail }
const HANDLED = { events: 1, problems: [] }

/** A body that stops after one piece, while time passes. */
function stall(clock: ManualClock): (request: Request) => Request {
  return (request) => {
    let pulls = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulls += 1
        if (pulls === 1) return controller.enqueue(new Uint8Array([0x7b]))
        queueMicrotask(() => clock.advance(BODY_TIMEOUT_MS))
        return new Promise<void>(() => undefined)
      },
    })
    const { url, method, headers } = request
    // Only these parts are read, and not every runtime can make a Request of a stream.
    return { url, method, headers, body, bodyUsed: false } as Request
  }
}

export const receiverCases: readonly PortableCase[] = [
  answers('200 for an authentic event, which is handed over', RECEIVED, {}, HANDLED),
  answers('200 in the body scheme', RECEIVED, { scheme: 'body' }, HANDLED),
  answers('200 for an event of unknown shape', RECEIVED, { body: '{"unknown":1}' }, HANDLED),
  answers('401 for another secret', INVALID_SIGNATURE, { secret: OTHER_SECRET }),
  answers('401 for another path', INVALID_SIGNATURE, { path: '/webhook/paymenT' }),
  answers('401 for a timestamp one millisecond too old', '401 {"error":"Timestamp expired"}', {
    timestamp: String(NOW_MS - 300_001),
  }),
  answers('401 for a timestamp too far ahead', '401 {"error":"Timestamp expired"}', {
    timestamp: String(NOW_MS + 300_001),
  }),
  answers('401 that reveals nothing about the time without the secret', INVALID_SIGNATURE, {
    timestamp: String(NOW_MS - 300_001),
    secret: OTHER_SECRET,
  }),
  answers('400 for a signed body that is empty', MALFORMED_EVENT, { body: '' }),
  answers('400 for a signed array', MALFORMED_EVENT, { body: '[]' }),
  answers('400 for signed text', MALFORMED_EVENT, { body: 'paid=yes', scheme: 'body' }),
  answers(
    '200 for a body at the limit',
    RECEIVED,
    { body: paymentBody().padEnd(1000, ' ') },
    HANDLED,
    { maxBodyBytes: 1000 },
  ),
  answers(
    '413 for a body one byte over the limit',
    '413 {"error":"Body too large"}',
    { body: paymentBody().padEnd(1001, ' ') },
    {},
    { maxBodyBytes: 1000 },
  ),
  answers(
    '500 when the store fails, and nothing is handled',
    '500 {"error":"Not processed, send again"}',
    {},
    { problems: ['unavailable'] },
    { deduplication: brokenStore },
  ),
  answers(
    '500 when the handler fails with `after-handler`, after one try',
    '500 {"error":"Not processed, send again"}',
    {},
    { events: 1, problems: ['failed'] },
    { acknowledge: 'after-handler', onEvent: fail },
  ),
  answers(
    '200 before a handler that fails three times, then undelivered',
    RECEIVED,
    {},
    { events: 3, problems: ['undelivered'] },
    { onEvent: fail },
  ),
  {
    title: '405 for another method than POST',
    run: async ({ core }) => {
      const receiver = core.createWebhookReceiver({ apiSecret: SECRET, onEvent: fail })
      const response = await receiver.fetch(new Request(WEBHOOK_URL))
      expectEqual([response.status, response.headers.get('allow')], [405, 'POST'])
    },
  },
  {
    title: '408 for a stalled body, when its time is over',
    run: async ({ core }) => {
      const shop = openShop(core)
      expectEqual(await shop.send({}, stall(shop.clock)), '408 {"error":"Body too slow"}')
      await shop.idle()
      expectEqual([shop.events.length, shop.problems], [0, ['rejected']])
      expectEqual(shop.clock.waiting(), 0, 'the number of timers left behind')
    },
  },
  {
    title: '500 with advice when the body was already read',
    run: async ({ core }) => {
      const shop = openShop(core)
      const answer = await shop.send({}, (request) => {
        void request.text()
        return request
      })
      expectEqual([answer.slice(0, 4), answer.includes('mount')], ['500 ', true])
      expectEqual(shop.events.length, 0)
    },
  },
  {
    title: '200 for an event that was already handled, which is not handled again',
    run: async ({ core }) => {
      const shop = openShop(core, { acknowledge: 'after-handler' })
      expectEqual(await shop.send(), RECEIVED)
      expectEqual(await shop.send({ scheme: 'body' }), RECEIVED)
      expectEqual(await shop.send({ body: paymentBody({ status: 'CLOSED' }) }), RECEIVED)
      expectEqual(shop.events.length, 2)
    },
  },
  {
    title: '503 when too much is in flight, and 200 when there is room again',
    run: async ({ core }) => {
      let finish = (): void => undefined
      const finished = new Promise<void>((resolve) => {
        finish = resolve
      })
      const shop = openShop(core, { maxInFlight: 1, onEvent: () => finished })
      const other = { body: paymentBody({ merchantOrderId: 'ORDER_1738112345001' }) }
      expectEqual(await shop.send(), RECEIVED)
      expectEqual(await shop.send(other), '503 {"error":"Busy, send again"}')
      finish()
      await shop.idle()
      expectEqual(await shop.send(other), RECEIVED)
    },
  },
  {
    title: 'the work after the answer is passed to waitUntil',
    run: async ({ core }) => {
      const waited: Promise<unknown>[] = []
      let handled = 0
      const onEvent = (): void => void (handled += 1)
      const receiver = core.createWebhookReceiver({
        apiSecret: SECRET,
        clock: { ...core.systemClock, now: () => NOW_MS },
        onEvent,
      })
      const request = await core.createWebhookRequest(
        { url: WEBHOOK_URL, body: paymentBody(), timestampMs: NOW_MS },
        SECRET,
      )
      const response = await receiver.fetch(request, { waitUntil: (work) => waited.push(work) })
      expectEqual([response.status, waited.length], [200, 1])
      await Promise.all(waited)
      expectEqual(handled, 1)
    },
  },
]
