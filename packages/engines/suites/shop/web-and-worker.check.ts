/**
 * The example shop with web and worker apart on a PostgreSQL server, as its README starts them.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import type { RunningEmulator } from '@paystablecoin/emulator/node'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startPostgres } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

const MAIN = fileURLToPath(
  new URL('../../../../examples/hono-node/dist/src/main.js', import.meta.url),
)

interface ShopProcess {
  readonly child: ChildProcess
  /** What it said when it was ready. */
  readonly ready: string
}

let server: Server
let emulator: RunningEmulator
let database: Client
const processes: ChildProcess[] = []

beforeAll(async () => {
  ;[server, emulator] = await Promise.all([
    startPostgres(),
    startEmulator({ port: 0, confirmationMs: 50 }),
  ])
  database = new Client(server.url)
  await database.connect()
})

afterAll(async () => {
  await Promise.all(processes.map((child) => end(child, 'SIGKILL')))
  await emulator.close()
  await database.end()
  await server.stop()
})

async function start(role: 'web' | 'worker'): Promise<ShopProcess> {
  const { merchantId, apiKey, apiSecret } = EMULATOR_MERCHANT
  const env = {
    PSC_MERCHANT_ID: merchantId,
    PSC_API_KEY: apiKey,
    PSC_API_SECRET: apiSecret,
    PSC_BASE_URL: emulator.url,
    DATABASE_URL: server.url,
    PORT: '0',
  }
  const child = spawn(process.execPath, [MAIN, role], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  processes.push(child)
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ready = await vi.waitUntil(() => /The shop is open: \S+|The worker is running/.exec(said), {
    timeout: 30_000,
  })
  return { child, ready: ready[0] }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const closed = once(child, 'close')
  child.kill(signal)
  const [code] = (await closed) as [number | null]
  return code
}

/** Buys the tea, presses a button of the checkout page, and returns the order's id and where the customer comes back to. */
async function buyAndPress(
  { ready }: ShopProcess,
  button: string,
): Promise<{ id: string; returnUrl: string }> {
  const url = ready.slice(ready.indexOf('http'))
  const body = new URLSearchParams({ product: 'tea' })
  const headers = { 'sec-fetch-site': 'same-origin' }
  const init = { method: 'POST', body, headers, redirect: 'manual' } as const
  const checkoutUrl = (await fetch(`${url}/orders`, init)).headers.get('location') ?? ''
  const { id } = await newestOrder()
  const pressed = await fetch(`${checkoutUrl}/${button}`, init)
  expect(pressed.status).toBe(303)
  return { id, returnUrl: pressed.headers.get('location') ?? '' }
}

/** Buys and pays, and returns the order's id once the shop has accepted both webhooks. */
async function buyAndPay(web: ShopProcess): Promise<string> {
  const { id } = await buyAndPress(web, 'pay')
  await vi.waitUntil(() => acceptedStatuses(id).includes('SUCCEEDED'), { timeout: 10_000 })
  return id
}

async function newestOrder(): Promise<{ id: string }> {
  const text = 'SELECT merchant_order_id AS id FROM shop_orders ORDER BY expires_at DESC LIMIT 1'
  const { rows } = await database.query<{ id: string }>(text)
  return rows[0] ?? { id: 'there is no order' }
}

/** The statuses of which a webhook was answered 2xx. */
function acceptedStatuses(id: string): readonly string[] {
  return emulator.emulator
    .deliveries()
    .filter(({ subject, state }) => subject === id && state === 'delivered')
    .map(({ status }) => status)
}

async function readStatus(id: string): Promise<string> {
  const text = 'SELECT status FROM shop_orders WHERE merchant_order_id = $1'
  return (await database.query<{ status: string }>(text, [id])).rows[0]?.status ?? 'no such order'
}

async function untilStatus(id: string, status: string): Promise<void> {
  await vi.waitUntil(async () => (await readStatus(id)) === status, { timeout: 20_000 })
}

describe('the shop on Hono with web and worker apart', () => {
  it('starts in several processes at once on an empty database, takes a payment, and each ends with 0', async () => {
    const roles = ['web', 'web', 'worker', 'worker'] as const
    const started = await Promise.all(roles.map(start))
    for (const web of started.slice(0, 2)) await untilStatus(await buyAndPay(web), 'SUCCEEDED')
    const codes = started.map(({ child }) => end(child, 'SIGTERM'))
    expect(await Promise.all(codes)).toEqual([0, 0, 0, 0])
  })

  it('loses nothing that a web process accepted before it was killed, while no worker ran', async () => {
    const web = await start('web')
    const id = await buyAndPay(web)
    await end(web.child, 'SIGKILL')
    expect(await readStatus(id)).toBe('INIT')
    const worker = await start('worker')
    await untilStatus(id, 'SUCCEEDED')
    expect(await end(worker.child, 'SIGTERM')).toBe(0)
  })

  it('shows a customer who comes back what was recorded while no worker runs, and the rest once one does', async () => {
    const web = await start('web')
    const { id, returnUrl } = await buyAndPress(web, 'cancel')
    expect(await (await fetch(returnUrl)).text()).toContain('data-status="INIT"')
    const worker = await start('worker')
    await untilStatus(id, 'CLOSED')
    expect(await (await fetch(returnUrl)).text()).toContain('data-status="CLOSED"')
    const codes = [web, worker].map(({ child }) => end(child, 'SIGTERM'))
    expect(await Promise.all(codes)).toEqual([0, 0])
  })
})
