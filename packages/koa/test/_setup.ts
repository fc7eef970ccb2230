import { listen } from '@paystablecoin/conformance'
import type Koa from 'koa'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import { createWebhookRequest } from '../src/index.ts'
import type { ClientOptions, WebhookEvent, WebhookProblem } from '../src/index.ts'

export const SECRET = 'test-secret-of-forty-three-characters-000000'

export const CLIENT_OPTIONS = {
  merchantId: '1000',
  apiKey: 'PSTGTESTKEY',
  apiSecret: SECRET,
  baseUrl: 'http://127.0.0.1:9',
} satisfies ClientOptions

export const PAYMENT_BODY: string = JSON.stringify({
  merchantOrderId: 'ORDER_1738112345000',
  paymentOrderId: 'PAY_1',
  status: 'SUCCEEDED',
  orderAmount: { value: '19.99', currency: 'USD' },
})

/** The options of a webhook that keeps its events and problems. */
export function recordWebhooks(): {
  readonly events: WebhookEvent[]
  readonly problems: WebhookProblem[]
  readonly options: {
    readonly apiSecret: string
    readonly acknowledge: 'after-handler'
    readonly onEvent: (event: WebhookEvent) => void
    readonly onError: (problem: WebhookProblem) => void
  }
} {
  const events: WebhookEvent[] = []
  const problems: WebhookProblem[] = []
  const options = {
    apiSecret: SECRET,
    // The event has been handed over when the response arrives.
    acknowledge: 'after-handler',
    onEvent: (event: WebhookEvent) => void events.push(event),
    onError: (problem: WebhookProblem) => void problems.push(problem),
  } as const
  return { events, problems, options }
}

/** Serves an app until the test has ended; resolves with its origin. */
export async function serve<StateT, ContextT>(app: Koa<StateT, ContextT>): Promise<string> {
  const callback = app.callback()
  const server = createServer((request, response) => void callback(request, response))
  const { port, close } = await listen(server, async () => undefined)
  onTestFinished(close)
  return `http://127.0.0.1:${port}`
}

/** Sends a payment's webhook that is signed for this URL, under this content type. */
export async function sendWebhook(
  url: string,
  body: string = PAYMENT_BODY,
  contentType: string = 'application/json',
): Promise<{ readonly status: number; readonly text: string }> {
  const request = await createWebhookRequest({ url, body }, SECRET)
  request.headers.set('content-type', contentType)
  const response = await fetch(request)
  return { status: response.status, text: await response.text() }
}

export const RECEIVED = { status: 200, text: '{"code":"00000"}' } as const
