import { listen } from '@paystablecoin/conformance'
import express from 'express'
import expressFour from 'express-4'
import type { Express } from 'express'
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

/** Both versions, by name. */
export const VERSIONS: readonly (readonly [string, typeof express])[] = [
  ['Express 5', express],
  ['Express 4', expressFour],
]

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
export async function serve(app: Express): Promise<string> {
  // Express would print the errors that tests provoke.
  app.set('env', 'test')
  const { port, close } = await listen(createServer(app), async () => undefined)
  onTestFinished(close)
  return `http://127.0.0.1:${port}`
}

/** Sends a payment's webhook that is signed for this URL, under this content type. */
export async function sendWebhook(
  url: string,
  contentType: string = 'application/json',
): Promise<{ readonly status: number; readonly text: string }> {
  const request = await createWebhookRequest({ url, body: PAYMENT_BODY }, SECRET)
  request.headers.set('content-type', contentType)
  const response = await fetch(request)
  return { status: response.status, text: await response.text() }
}

export const RECEIVED = { status: 200, text: '{"code":"00000"}' } as const
