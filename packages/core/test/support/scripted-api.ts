/**
 * A `fetch` that plays a script, one step a request, and checks each request's signature as the provider would.
 *
 * @module
 */
import { createClient, verifyRequest } from '../../src/index.ts'
import type { CallState, Client, ClientHooks, ClientOptions, Clock } from '../../src/index.ts'
import { createTestClock } from './test-clock.ts'
import type { TestClock } from './test-clock.ts'

export const API_SECRET = 'test-secret-2yMK_Ye9'
const TIMEOUT_MS = 7_777
export const ORDER_ID = 'ORDER_1738112345000'

export interface SentRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly signal: AbortSignal | undefined
}

export type Step = (request: SentRequest, clock: TestClock) => Response | Promise<Response>

export interface ScriptedApi {
  readonly client: Client
  readonly clock: TestClock
  readonly sent: readonly SentRequest[]
  /** The names of the hooks that were called, with their states. */
  readonly seen: readonly (readonly [string, CallState])[]
}

export type ScriptedOptions = Partial<ClientOptions> & {
  /** Replaces the clock's timers. */
  readonly startTimer?: Clock['startTimer']
}

/** A client in front of a script. A request beyond the script's end throws. */
export function createScriptedApi(
  steps: readonly Step[],
  { startTimer, ...options }: ScriptedOptions = {},
): ScriptedApi {
  const clock = createTestClock((delayMs) => delayMs !== TIMEOUT_MS)
  const sent: SentRequest[] = []
  const seen: [string, CallState][] = []
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = toSent(url, init)
    const step = steps[sent.push(request) - 1]
    await assertSigned(request)
    if (step === undefined) throw new Error('the script has ended')
    return step(request, clock)
  }
  const client = createClient({
    merchantId: '1000',
    apiKey: 'test-key',
    apiSecret: API_SECRET,
    baseUrl: 'http://psc.test',
    fetch,
    timeoutMs: TIMEOUT_MS,
    deadlineMs: 60_000,
    clock: { now: clock.now, startTimer: startTimer ?? clock.startTimer },
    random: () => 0.5,
    hooks: record(seen),
    ...options,
  } as ClientOptions)
  return { client, clock, sent, seen }
}

function record(seen: [string, CallState][]): ClientHooks {
  const hook = (name: string) => (state: CallState) => void seen.push([name, state])
  return {
    beforeRequest: hook('beforeRequest'),
    afterResponse: hook('afterResponse'),
    onRetry: [hook('onRetry')],
    onError: hook('onError'),
  }
}

function toSent(url: string, init: RequestInit): SentRequest {
  return {
    url,
    method: init.method ?? 'GET',
    headers: new Headers(init.headers),
    body: typeof init.body === 'string' ? init.body : undefined,
    signal: init.signal ?? undefined,
  }
}

async function assertSigned({ url, method, headers, body }: SentRequest): Promise<void> {
  const { pathname, search } = new URL(url)
  const timestamp = headers.get('x-timestamp') ?? ''
  await verifyRequest(
    {
      method,
      path: pathname,
      query: search.slice(1),
      body,
      timestamp,
      signature: headers.get('x-signature') ?? '',
    },
    { apiSecret: API_SECRET, now: () => Number(timestamp) },
  )
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Answers with success. */
export function succeed(data: unknown, headers: Record<string, string> = {}): Step {
  return () => Response.json({ code: '00000', data }, { headers })
}

/** Answers with a refusal. */
export function refuse(code: unknown, headers: Record<string, string> = {}): Step {
  return () => Response.json({ code, message: `refused ${String(code)}` }, { headers })
}

/** Answers with whatever status and text. */
export function answer(
  status: number,
  text: string,
  headers: Record<string, string> = JSON_TYPE,
): Step {
  return () => new Response(text === '' ? null : text, { status, headers })
}

/** Fails as Node's fetch does, with a code. */
export function fail(code: string): Step {
  return () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  }
}

/** Never answers: the attempt's time-out passes. */
export function hang(): Step {
  return (_request, clock) => {
    queueMicrotask(() => clock.advance(TIMEOUT_MS))
    return new Promise<Response>(() => undefined)
  }
}

/** Answers the head, then stalls: the attempt's time-out passes while the body is read. */
export function stallBody(): Step {
  return (_request, clock) => {
    const body = new ReadableStream<Uint8Array>({
      pull: () => {
        queueMicrotask(() => clock.advance(TIMEOUT_MS))
        return new Promise<void>(() => undefined)
      },
    })
    return new Response(body, { status: 200, headers: JSON_TYPE })
  }
}

/** What an order is created from in these tests. */
export function orderParams(
  clock: Pick<TestClock, 'now'>,
): Parameters<Client['orders']['create']>[0] {
  return {
    merchantOrderId: ORDER_ID,
    orderAmount: { value: '99.99', currency: 'USD' },
    expiresAt: new Date(clock.now() + 1_800_000),
    returnUrl: 'https://shop.example/orders/1',
  }
}

/** An order as a query answers it. */
export function queriedOrder(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    merchantOrderId: ORDER_ID,
    acquiringOrderId: 'ACQ_1',
    status: 'INIT',
    orderAmount: { value: '99.990', currency: 'USD' },
    checkoutUrl: 'https://pay.example/c/1',
    ...fields,
  }
}
