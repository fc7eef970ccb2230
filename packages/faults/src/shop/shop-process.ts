/**
 * A shop: a webhook receiver on a socket and a reconciler beside it, one handler for both. Runs as a process of its own, which
 * may be killed at any moment.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createReconciler, createWebhookReceiver } from '@paystablecoin/core'
import type { PendingItem, WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import { SANDBOX_MERCHANT, SANDBOX_ROTATED_SECRET } from '@paystablecoin/sandbox'
import { endWithParent, readArgument, tellParent } from '../kit/child.ts'
import { createFastClock } from '../kit/fast-clock.ts'
import type { ClockSettings } from '../kit/fast-clock.ts'
import { openJournal } from '../kit/journal.ts'
import { createRandom } from '../kit/random.ts'
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
  /** Which start this is. */
  readonly life: number
}

const HANDLER_FAILS = 0.05
const RECONCILE_EVERY_MS = 10_000

endWithParent()
const argument = readArgument() as ShopArgument
const clock = createFastClock(argument.clock)
const random = createRandom(argument.seed, `shop ${argument.life}`)
const results = foldEffects(readEffects(argument))
const effects = openJournal<Effect>(argument.effectsPath, { durable: false })
const stopped = new AbortController()

const receiver = openReceiver()
const server = await listen(receiver)
const reconciling = openReconciler(receiver).run({ signal: stopped.signal })
process.once('message', () => void stop())
tellParent(portOf(server))

function openReceiver(): WebhookReceiver {
  return createWebhookReceiver({
    apiSecret: [SANDBOX_MERCHANT.apiSecret, SANDBOX_ROTATED_SECRET],
    merchantId: SANDBOX_MERCHANT.merchantId,
    onEvent: haveEffect,
    // What is rejected is counted by the provider, and what is undelivered is left to the reconciler.
    onError: () => undefined,
    clock,
  })
}

// The effect is not guarded by any check of its own: that it happens once is up to the receiver.
async function haveEffect(event: WebhookEvent): Promise<void> {
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
    // An item that fails is asked for again in the next round.
    onError: () => undefined,
    concurrency: 8,
    intervalMs: RECONCILE_EVERY_MS,
    now: clock.now,
    startTimer: clock.startTimer,
  })
}

// A closed order is asked for as well: it may be paid late, and the webhook of that may never come.
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
