/**
 * Every error, made to happen through the packages themselves, so that the page shows it as it is printed.
 * Must not know how a page looks.
 *
 * @module
 */
import {
  createClient,
  createWebhookReceiver,
  isApiError,
  readInboxEntry,
  signWebhook,
  systemClock,
  verifyWebhook,
} from '@paystablecoin/core'
import type { Fetch, WebhookEvent, WebhookReceiverOptions } from '@paystablecoin/core'

const API_SECRET = 'an-api-secret-that-only-this-page-uses'
const NOW_MS = 1_764_000_000_000
const PATH = '/webhook/payment'
const ID = 'ORDER_1738112345000'
const clock = { ...systemClock, now: () => NOW_MS }
const PAYMENT = {
  merchantOrderId: ID,
  paymentOrderId: 'PAY_1',
  status: 'SUCCEEDED',
  orderAmount: { value: '99.99', currency: 'USD' },
  cryptoPaymentAmount: { value: '99.99', currency: 'USDT' },
  cryptoPaidAmount: { value: '99.99', currency: 'USDT' },
}

/** An error's name and its reason. */
export type ErrorId = `${string}: ${string}`

/** What makes each error happen, by its name and reason. */
export const PRODUCERS: Readonly<Record<ErrorId, () => Promise<unknown>>> = {
  'SignatureError: missing-timestamp': () => verify({ 'x-timestamp': '' }),
  'SignatureError: malformed-timestamp': () => verify({ 'x-timestamp': 'yesterday' }),
  'SignatureError: missing-signature': () => verify({ 'x-signature': '' }),
  'SignatureError: malformed-signature': () => verify({ 'x-signature': 'abc' }),
  'SignatureError: api-path': () => verify({}, { path: '/api/v1/merchants/1000/orders' }),
  'SignatureError: mismatch': () => verify({}, { apiSecret: 'another' }),
  'SignatureError: stale': () => verify({}, { timestampMs: NOW_MS - 301_000 }),
  'SignatureError: future': () => verify({}, { timestampMs: NOW_MS + 301_000 }),
  'MalformedEventError: malformed-event': () => verify({}, { body: 'no JSON' }),
  'MerchantMismatchError: other-merchant': () =>
    verify({}, { body: JSON.stringify({ ...PAYMENT, merchantId: '2000' }) }),
  'BodyError: too-large': () => receive({ maxBodyBytes: 10 }, streamOf('more than ten bytes')),
  'BodyError: timeout': () => receive({ bodyTimeoutMs: 1 }, new ReadableStream()),
  'BodyError: broken': () => receive({}, brokenStream()),
  'BodyError: unavailable': () => receive({}, readStream()),
  'OverloadError: maxInFlight': () => overload(),
  'IdleTimeoutError: idle': () => idle(),
  'DeliveryError: unrecognized': () => deliverUnknown(),
  'DeliveryError: behind': () => deliverUnknown('PROCESSING'),
  'DeliveryError: in-flight': () => deliverTwice(),
  'DeliveryError: late': () =>
    receive({ inbox: { put: () => new Promise(() => undefined) }, putTimeoutMs: 1 }),
  'InboxEntryError: not-an-entry': async () => readInboxEntry(JSON.parse('{}')),
  'InboxEntryError: version': async () => readInboxEntry(JSON.parse('{"v":9}')),
  'ResponseError: redirect': () => retrieve(answer('', 302)),
  'ResponseError: http-status': () => retrieve(answer('', 502)),
  'ResponseError: empty': () => retrieve(answer('')),
  'ResponseError: not-json': () => retrieve(answer('<html>')),
  'ResponseError: no-code': () => retrieve(answer('{"ok":true}')),
  'ResponseError: no-data': () => retrieve(answer('{"code":"00000"}')),
  'ResponseError: other-id': () =>
    retrieve(succeed({ merchantOrderId: 'ANOTHER', status: 'INIT' })),
  'ResponseError: too-large': () => retrieve(answer(' '.repeat(2_000_000))),
  'TransportError: timeout': () => retrieve(() => new Promise(() => undefined)),
  'TransportError: aborted': () => retrieve(succeed(PAYMENT), AbortSignal.abort()),
  'TransportError: network, not sent': () => retrieve(failing('ECONNREFUSED')),
  'TransportError: network, unknown': () => create(failing('ECONNRESET')),
  'ApiError: 20005': () => retrieve(answer('{"code":"20005","message":"order expired"}')),
  'OrderExistsError: other amount': () =>
    createOver({ orderAmount: { value: '1.00', currency: 'USD' } }),
  'WaitError: deadline': () => wait({ deadlineMs: 1 }),
  'WaitError: aborted': () => wait({ signal: AbortSignal.timeout(20) }),
}

/** The message of an error that a function makes happen. */
export async function messageFrom(id: ErrorId): Promise<string> {
  const error = await PRODUCERS[id]?.().then(
    (value) => value,
    (thrown: unknown) => thrown,
  )
  const name = id.slice(0, id.indexOf(':'))
  if (error instanceof Error && error.name === name) return error.message
  throw new Error(`${id} did not happen, but ${String(error)}`)
}

interface Changes {
  readonly body?: string
  readonly path?: string
  readonly apiSecret?: string
  readonly timestampMs?: number
}

async function signed({
  body = JSON.stringify(PAYMENT),
  path = PATH,
  timestampMs = NOW_MS,
}: Changes) {
  const timestamp = String(timestampMs)
  const signature = await signWebhook({ timestamp, body, path, scheme: 'request' }, API_SECRET)
  return { headers: { 'x-timestamp': timestamp, 'x-signature': signature }, body, path }
}

async function verify(
  headers: Record<string, string>,
  changes: Changes = {},
): Promise<WebhookEvent> {
  const webhook = await signed({ body: JSON.stringify(PAYMENT), ...changes })
  return verifyWebhook(
    { ...webhook, headers: { ...webhook.headers, ...headers } },
    { apiSecret: changes.apiSecret ?? API_SECRET, merchantId: '1000', now: clock.now },
  )
}

// What a receiver reports of one webhook.
async function receive(
  options: Partial<WebhookReceiverOptions>,
  body: ReadableStream<Uint8Array> | string = JSON.stringify(PAYMENT),
): Promise<unknown> {
  let reported: unknown
  const { headers } = await signed({})
  const receiver = createWebhookReceiver({
    apiSecret: API_SECRET,
    ...(options.inbox === undefined ? { onEvent: () => undefined } : {}),
    onError: ({ error }) => void (reported = error),
    clock,
    ...options,
  } as WebhookReceiverOptions)
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  await receiver.receive({ headers, body: bytes as Uint8Array, path: PATH, context: undefined })
  await receiver.idle()
  return reported
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}

function brokenStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(new Error('reset')) })
}

function readStream(): ReadableStream<Uint8Array> {
  const stream = streamOf('read')
  stream.getReader()
  return stream
}

async function overload(): Promise<unknown> {
  let reported: unknown
  let finish = (): void => undefined
  const handling = new Promise<void>((resolve) => (finish = resolve))
  const receiver = createWebhookReceiver({
    apiSecret: API_SECRET,
    maxInFlight: 1,
    onEvent: () => handling,
    onError: ({ error }) => void (reported = error),
    clock,
  })
  for (const id of ['ORDER_1', 'ORDER_2']) {
    const body = JSON.stringify({ ...PAYMENT, merchantOrderId: id })
    const webhook = await signed({ body })
    await receiver.receive({ ...webhook, body: new TextEncoder().encode(body), context: undefined })
  }
  finish()
  await receiver.idle()
  return reported
}

async function idle(): Promise<unknown> {
  const { receiver, webhook } = await holding()
  await receiver.receive({ ...webhook, context: undefined })
  return receiver.idle({ timeoutMs: 1 })
}

async function deliverTwice(): Promise<unknown> {
  const { receiver, webhook } = await holding()
  const event = await verify({})
  await receiver.receive({ ...webhook, context: undefined })
  return receiver.deliver(event, undefined)
}

// A receiver whose handler never ends.
async function holding() {
  const webhook = await signed({})
  const receiver = createWebhookReceiver({
    apiSecret: API_SECRET,
    onEvent: () => new Promise(() => undefined),
    clock,
  })
  return { receiver, webhook: { ...webhook, body: new TextEncoder().encode(webhook.body) } }
}

async function deliverUnknown(answered?: string): Promise<unknown> {
  let reported: unknown
  const body = JSON.stringify({
    order: { merchantOrderId: ID },
    merchantOrderId: ID,
    status: 'SUCCEEDED',
  })
  const event = await verify({}, { body })
  const retrieve = () => Promise.resolve({ ...PAYMENT, status: String(answered) })
  const receiver = createWebhookReceiver({
    apiSecret: API_SECRET,
    onEvent: () => undefined,
    onError: ({ error }) => void (reported = error),
    ...(answered === undefined
      ? {}
      : { resolveUnknown: { orders: { retrieve }, refunds: { retrieve } } }),
    clock,
  })
  await receiver.deliver(event, undefined)
  return reported
}

function clientOf(fetch: Fetch) {
  return createClient({
    merchantId: '1000',
    apiKey: 'a-key',
    apiSecret: API_SECRET,
    baseUrl: 'http://127.0.0.1:4010',
    timeoutMs: 5,
    maxRetries: 0,
    fetch,
  })
}

function retrieve(fetch: Fetch, signal?: AbortSignal): Promise<unknown> {
  return clientOf(fetch).orders.retrieve(ID, { signal })
}

const ORDER = {
  merchantOrderId: ID,
  orderAmount: PAYMENT.orderAmount,
  expiresAt: '2100-01-01T00:00:00Z',
  returnUrl: 'https://shop.example/',
  callbackUrl: 'https://shop.example/webhook/payment',
}

function create(fetch: Fetch): Promise<unknown> {
  return clientOf(fetch).orders.create(ORDER)
}

function createOver(there: object): Promise<unknown> {
  const found = succeed({ ...PAYMENT, status: 'INIT', ...there })
  const refused = answer('{"code":"20001","message":"order already exists"}')
  return create((url, init) => (init?.method === 'POST' ? refused : found)(url, init))
}

function wait(options: {
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}): Promise<unknown> {
  return clientOf(succeed({ ...PAYMENT, status: 'INIT' })).orders.waitUntilFinal(ID, options)
}

function answer(body: string, status = 200): Fetch {
  return () =>
    Promise.resolve(new Response(body, { status, headers: { 'content-type': 'application/json' } }))
}

function succeed(data: object): Fetch {
  return answer(JSON.stringify({ code: '00000', data }))
}

function failing(code: string): Fetch {
  const cause = Object.assign(new Error(code), { code })
  return () => Promise.reject(new TypeError('fetch failed', { cause }))
}

/** Whether an answer with a code is an error, and of which category. */
export async function categoryOf(providerCode: string): Promise<string | undefined> {
  const error: unknown = await retrieve(
    answer(JSON.stringify({ code: providerCode, message: '' })),
  ).catch((thrown: unknown) => thrown)
  return isApiError(error) ? error.category : undefined
}
