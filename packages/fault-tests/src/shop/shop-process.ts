/**
 * A shop: a webhook receiver on a socket and a reconciler, with one handler for both. Runs as a process of its own, which may be
 * killed at any moment.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createReconciler, createWebhookReceiver } from '@paystablecoin/core'
import type { PendingItem, WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import { EMULATOR_MERCHANT, EMULATOR_ROTATED_SECRET } from '@paystablecoin/emulator'
import { endWithParent, readArgument, sendToParent } from '../support/child.ts'
import { createFastClock } from '../support/fast-clock.ts'
import type { ClockSettings } from '../support/fast-clock.ts'
import { openJournal } from '../support/journal.ts'
import { createRandom } from '../support/random.ts'
import { createMerchant } from '../provider/start-provider.ts'
import { applyEffect, foldEffects, readEffects, readOpened } from './shop-books.ts'
import type { Effect, ShopPaths } from './shop-books.ts'

/** What a shop is started with. */
export interface ShopArgument extends ShopPaths {
  readonly url: string
  /** Where it listens; 0 for any free port. */
  readonly port: number
  readonly clock: ClockSettings
  readonly seed: number
  /** The number of this start, counted from 0. */
  readonly start: number
}

const HANDLER_FAILS = 0.05
const RECONCILE_EVERY_MS = 10_000

endWithParent()
const argument = readArgument() as ShopArgument
const clock = createFastClock(argument.clock)
const random = createRandom(argument.seed, `shop ${argument.start}`)
const results = foldEffects(readEffects(argument))
const effects = openJournal<Effect>(argument.effectsPath, { durable: false })
const stopped = new AbortController()

const receiver = openReceiver()
const server = await listen(receiver)
const reconciling = openReconciler(receiver).run({ signal: stopped.signal })
process.once('message', () => void stop())
sendToParent(portOf(server))

function openReceiver(): WebhookReceiver {
  return createWebhookReceiver({
    apiSecret: [EMULATOR_MERCHANT.apiSecret, EMULATOR_ROTATED_SECRET],
    merchantId: EMULATOR_MERCHANT.merchantId,
    onEvent: recordEffect,
    // The provider counts rejected webhooks, and undelivered events are left to the reconciler.
    onError: () => undefined,
    clock,
  })
}

// No check of its own: that the effect happens once is up to the receiver.
async function recordEffect(event: WebhookEvent): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (random.happens(HANDLER_FAILS)) throw new Error('the database is down for a moment')
  const { id: eventId, kind, source } = event
  const facts = { eventId, kind, source }
  const effect: Effect =
    event.kind === 'payment'
      ? {
          ...facts,
          id: event.data.merchantOrderId,
          status: event.status,
          paid: event.data.cryptoPaidAmount,
        }
      : facts
  effects.append(effect)
  applyEffect(results, effect)
}

function openReconciler(receiving: WebhookReceiver): ReturnType<typeof createReconciler> {
  return createReconciler({
    client: createMerchant({ url: argument.url, clock, random: random.fraction }),
    receiver: receiving,
    pending: listPending,
    onMissing: () => undefined,
    // An item that fails is queried again in the next round.
    onError: () => undefined,
    concurrency: 8,
    intervalMs: RECONCILE_EVERY_MS,
    clock,
  })
}

// Closed orders too: one may be paid late, and the webhook for that may never arrive.
function* listPending(): Generator<PendingItem> {
  for (const { id, lastSentAtMs } of readOpened(argument)) {
    if (results.get(id)?.status === 'SUCCEEDED' || lastSentAtMs === undefined) continue
    yield { kind: 'payment', id }
  }
}

function listen(receiving: WebhookReceiver): Promise<Server> {
  const listener = getRequestListener((request) => receiving.fetch(request))
  const http = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  return new Promise((resolve) => {
    http.listen(argument.port, '127.0.0.1', () => resolve(http))
  })
}

function portOf(http: Server): number {
  const address = http.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function stop(): Promise<void> {
  stopped.abort()
  server.close()
  server.closeIdleConnections()
  await reconciling
  await receiver.idle({ timeoutMs: 5_000 })
  server.closeAllConnections()
  effects.close()
}
