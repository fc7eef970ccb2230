/**
 * A webhook as the provider sends it, and a receiver that keeps what it was told.
 *
 * @module
 */
import {
  OTHER_SECRET,
  PAYMENT,
  SECRET,
  signSample,
  WEBHOOK_PATH,
} from '../../../adapter-contract/fixtures/webhooks.ts'
import { createWebhookReceiver, signWebhook } from '../../src/index.ts'
import type {
  HandlerReceiverOptions,
  InboxReceiverOptions,
  WebhookBody,
  WebhookEvent,
  WebhookProblem,
  WebhookReceiver,
  WebhookReply,
  WebhookRequest,
  WebhookScheme,
} from '../../src/index.ts'
import { createTestClock } from './test-clock.ts'
import type { TestClock } from './test-clock.ts'

export { OTHER_SECRET, PAYMENT, SECRET, WEBHOOK_PATH as PATH }

/** The key of its event. */
export const PAYMENT_KEY = JSON.stringify([
  'payment',
  PAYMENT.merchantOrderId,
  'SUCCEEDED',
  PAYMENT.paymentOrderId,
  [PAYMENT.cryptoPaidAmount.value, PAYMENT.cryptoPaidAmount.currency],
])

export interface WebhookParts {
  readonly body: string | Uint8Array
  readonly timestamp: string
  readonly scheme?: WebhookScheme
  readonly path?: string
  readonly secret?: string
}

/** The two headers of a webhook. */
export async function signedHeaders(parts: WebhookParts): Promise<Record<string, string>> {
  const { headers } = await signSample(signWebhook, { scheme: 'body', ...parts })
  return headers
}

/** A body with one byte changed. */
export function flipByte(bytes: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(bytes)
  changed[index] = (bytes[index] ?? 0) ^ 1
  return changed
}

/** A text with the character at an index replaced by another of the same kind. */
export function changeCharacter(text: string, index: number): string {
  const character = text[index] === '1' ? '2' : '1'
  return text.slice(0, index) + character + text.slice(index + 1)
}

export interface TestReceiver {
  readonly receiver: WebhookReceiver<string>
  readonly clock: TestClock
  /** The events that the handler got. */
  readonly handled: readonly WebhookEvent[]
  /** What `onError` was called with. */
  readonly problems: readonly WebhookProblem[]
  /** Signs a body now and receives it. */
  readonly send: (
    body?: unknown,
    parts?: Partial<WebhookParts> & Partial<WebhookRequest<string>>,
  ) => Promise<WebhookReply>
}

type TestReceiverOptions =
  | Partial<HandlerReceiverOptions<string>>
  | (Partial<InboxReceiverOptions<string>> & Pick<InboxReceiverOptions<string>, 'inbox'>)

/** A receiver on a clock of its own. What is not a body's bytes is sent as JSON. */
export function createTestReceiver(options: TestReceiverOptions = {}): TestReceiver {
  const clock = createTestClock()
  const handled: WebhookEvent[] = []
  const problems: WebhookProblem[] = []
  const basics = {
    apiSecret: SECRET,
    clock,
    onError: (problem: WebhookProblem) => void problems.push(problem),
  }
  const onEvent = (event: WebhookEvent): void => void handled.push(event)
  const receiver = createWebhookReceiver<string>(
    options.inbox === undefined ? { ...basics, onEvent, ...options } : { ...basics, ...options },
  )
  const send: TestReceiver['send'] = async (body = PAYMENT, parts = {}) => {
    const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(toText(body))
    const timestamp = String(clock.now())
    const headers = await signedHeaders({ timestamp, ...parts, body: bytes })
    const raw: WebhookBody = bytes
    return receiver.receive({
      headers,
      path: WEBHOOK_PATH,
      context: 'a context',
      ...parts,
      body: raw,
    })
  }
  return { receiver, clock, handled, problems, send }
}

function toText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Waits until something is the case: for what Web Crypto does, which takes its own time in another thread. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

/** Lets everything go on that only waits for promises, Web Crypto excepted. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A promise with its two ends in hand. */
export function createDeferred(): {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
} {
  let resolve = (): void => undefined
  let reject = (_reason: unknown): void => undefined
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
