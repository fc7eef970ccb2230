/**
 * Webhooks that are recorded, and an app that is served, for the tests of the middlewares.
 *
 * @module
 */
import { listen } from '@paystablecoin/adapter-contract'
import type Koa from 'koa'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import { paymentBody, SECRET } from '@paystablecoin/adapter-contract/fixtures'
import type { WebhookEvent, WebhookProblem } from '../../src/index.ts'

export {
  CLIENT_OPTIONS,
  RECEIVED,
  SECRET,
  sendWebhook,
} from '@paystablecoin/adapter-contract/fixtures'

export const PAYMENT_BODY: string = paymentBody()

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
