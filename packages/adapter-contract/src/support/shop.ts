/**
 * A shop behind the adapter under test: sends webhooks to itself and records what arrives.
 * Must not know a framework.
 *
 * @module
 */
import { systemClock } from '@paystablecoin/core'
import type { WebhookEvent, WebhookProblem } from '@paystablecoin/core'
import type { AdapterServer, ShopOptions, StartAdapter } from '../adapter.ts'
import { createInbox } from './inbox.ts'
import type { Inbox } from './inbox.ts'
import { NOW_MS, SECRET, WEBHOOK_PATH } from '../../fixtures/webhooks.ts'
import { signParts } from './webhooks.ts'
import type { SignedWebhook, WebhookParts } from './webhooks.ts'

/** One webhook route of an app that runs. */
export interface Shop {
  readonly server: AdapterServer
  readonly path: string
  /** The receiver's clock. */
  readonly clock: { ms: number }
  /** The events that the handler was called with, one per call. */
  readonly events: Inbox<WebhookEvent>
  readonly problems: Inbox<WebhookProblem>
  readonly sign: (parts?: WebhookParts) => Promise<SignedWebhook>
  readonly send: (parts?: WebhookParts) => Promise<Response>
}

/** Starts an app with a route for each of the options. */
export async function openShops(
  start: StartAdapter,
  options: readonly ShopOptions[],
): Promise<readonly Shop[]> {
  const drafts = options.map(draftShop)
  const server = await start(drafts.map(({ webhook }) => webhook))
  return drafts.map(({ webhook: { path }, clock, events, problems }) => {
    const sign = (parts: WebhookParts = {}): Promise<SignedWebhook> => signParts({ path, ...parts })
    const send = async (parts: WebhookParts = {}): Promise<Response> =>
      post(server, await sign(parts), parts.pieceBytes)
    return { server, path, clock, events, problems, sign, send }
  })
}

type Draft = Pick<Shop, 'clock' | 'events' | 'problems'> & {
  readonly webhook: Parameters<StartAdapter>[0][number]
}

function draftShop({ path = WEBHOOK_PATH, ...options }: ShopOptions): Draft {
  const clock = { ms: NOW_MS }
  const events = createInbox<WebhookEvent>()
  const problems = createInbox<WebhookProblem>()
  const webhook = {
    path,
    options: {
      apiSecret: SECRET,
      retryDelaysMs: [0, 0],
      clock: { ...systemClock, now: () => clock.ms },
      ...options,
      onEvent: (event: WebhookEvent, context: unknown) => {
        events.add(event)
        return options.onEvent?.(event, context)
      },
      onError: (problem: WebhookProblem) => problems.add(problem),
    },
  }
  return { webhook, clock, events, problems }
}

function post(
  server: AdapterServer,
  { path, headers, body }: SignedWebhook,
  pieceBytes: number | undefined,
): Promise<Response> {
  if (pieceBytes === undefined) return server.fetch(path, { method: 'POST', headers, body })
  const init = { method: 'POST', headers, body: toStream(body, pieceBytes), duplex: 'half' }
  return server.fetch(path, init)
}

function toStream(body: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream({
    pull: (controller) => {
      if (offset >= body.byteLength) return controller.close()
      controller.enqueue(body.slice(offset, offset + pieceBytes))
      offset += pieceBytes
    },
  })
}
