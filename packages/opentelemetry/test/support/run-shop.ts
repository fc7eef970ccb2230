/**
 * A whole shop on Fastify with an inbox of pg-boss on PGlite, in front of the emulator: it sells, refunds, rejects and reconciles.
 *
 * @module
 */
import { PGlite } from '@electric-sql/pglite'
import { createEmulator } from '@paystablecoin/emulator'
import { createClient, createReconciler, paystablecoinWebhook } from '@paystablecoin/fastify'
import type { PendingItem, WebhookEvent } from '@paystablecoin/fastify'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import Fastify from 'fastify'
import { fromPglite, PgBoss } from 'pg-boss'
import { startTelemetry } from './telemetry.ts'
import type { Telemetry } from './telemetry.ts'

const ORDER_ID = 'ORDER_1738112345000'
const REFUND_ID = 'REFUND_1738112345000'

const MERCHANT = {
  merchantId: 'MERCHANT_1738112345000',
  apiKey: 'the-api-key-of-a-test',
  apiSecret: 'the-api-secret-of-a-test',
}

export interface ShopRun extends Telemetry {
  /** Everything that must not be exported: ids, secrets, signatures and bodies that the run had. */
  readonly hidden: readonly string[]
  readonly close: () => Promise<void>
}

/** Runs the shop, until everything that it does was done. */
export async function runShop(): Promise<ShopRun> {
  const telemetry = startTelemetry()
  const { hooks, inSpan } = telemetry
  const hidden = new Set<string>([ORDER_ID, REFUND_ID, ...Object.values(MERCHANT)])
  const app = Fastify()
  const emulator = createEmulator({
    merchants: [MERCHANT],
    webhookFetch: async (request) => {
      const body = await request.text()
      const headers = Object.fromEntries(request.headers)
      hidden.add(body)
      hidden.add(headers['x-signature'] ?? '')
      const url = new URL(request.url).pathname
      // The provider hands on no trace: each webhook begins one, as behind an instrumented HTTP server.
      const inject = () => app.inject({ method: 'POST', url, headers, payload: body })
      const { statusCode } = await inSpan('POST /webhook', inject)
      return new Response('', { status: statusCode })
    },
  })
  const client = createClient({
    ...MERCHANT,
    baseUrl: 'http://emulator.test',
    fetch: emulator.fetch,
    hooks,
    random: () => 0,
  })

  const pglite = await PGlite.create()
  const boss = new PgBoss({ db: fromPglite(pglite), backend: 'pglite' })
  const inbox = createPgBossInbox(boss, { hooks, onError: () => undefined })
  await inbox.start()
  const traceparents = new Map<string, string | undefined>()
  const handled: WebhookEvent[] = []
  await inbox.workAtLeastOnce({}, async (event) => {
    telemetry.link(traceparents.get(ORDER_ID))
    await inSpan('UPDATE orders', async () => handled.push(event))
    if (handled.length === 1) throw new Error(`the database is away: ${ORDER_ID}`)
  })
  await app.register(paystablecoinWebhook, {
    path: '/webhook/payment',
    ...MERCHANT,
    hooks,
    inbox: telemetry.inbox(inbox),
    onError: () => undefined,
  })
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  const order = await inSpan('POST /checkout', async () => {
    traceparents.set(ORDER_ID, telemetry.traceparent())
    emulator.faults.add({ kind: 'code-99999', on: 'orders.create', times: 1 })
    return client.orders.create({
      merchantOrderId: ORDER_ID,
      orderAmount: { value: '18.50', currency: 'USD' },
      expiresAt: new Date(Date.now() + 30 * 60_000),
      returnUrl: `http://shop.test/orders/${ORDER_ID}`,
      callbackUrl: 'http://shop.test/webhook/payment',
    })
  })
  hidden.add(order.checkoutUrl)
  emulator.faults.add({ kind: 'wrong-secret', times: 1 })
  await emulator.fetch(`${order.checkoutUrl}/pay`, { method: 'POST' })
  await emulator.advance(10_000)
  const isPaid = () => handled.some(({ status }) => status === 'SUCCEEDED')
  await until(() => isPaid() && handled.length === 2)

  const { acquiringOrderId } = await client.orders.retrieve(ORDER_ID)
  if (typeof acquiringOrderId !== 'string') throw new Error('the order has no id of the provider')
  hidden.add(acquiringOrderId)
  await client.refunds.create({
    merchantRefundOrderId: REFUND_ID,
    acquiringOrderId,
    refundReason: 'too small',
  })
  await emulator.advance(10_000)
  const stranger = { 'x-timestamp': '1', 'x-signature': 'nonsense' }
  await app.inject({ method: 'POST', url: '/webhook/payment', headers: stranger, payload: '{}' })
  await client.orders.retrieve('ORDER_THAT_IS_NOT_THERE').catch(() => undefined)
  hidden.add('ORDER_THAT_IS_NOT_THERE')

  const pending: PendingItem[] = [{ kind: 'refund', id: REFUND_ID }]
  const receiver = { deliver: async () => undefined }
  const { onRound } = telemetry
  await createReconciler({ client, receiver, pending: () => pending, onRound }).runOnce()
  const tries = () => telemetry.spans().filter(({ name }) => name.startsWith('process'))
  await until(() => tries().length === 2)

  return {
    ...telemetry,
    hidden: [...hidden].filter((text) => text !== ''),
    async close() {
      await inbox.stop()
      await boss.stop({ graceful: false })
      await app.close()
      await emulator.close()
      await pglite.close()
    },
  }
}
