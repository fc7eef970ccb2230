/**
 * Both versions of Express, webhooks that are recorded, and an app that is served, for the tests of the handlers.
 *
 * @module
 */
import { listen } from '@paystablecoin/adapter-contract'
import express from 'express'
import type { Express } from 'express'
import expressFour from 'express-4'
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
