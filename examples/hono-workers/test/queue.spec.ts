/**
 * The queue under wrangler, with a database that fails at times: each event has one effect, and what cannot be read is kept.
 *
 * @module
 */
import { startProcess } from '@paystablecoin/runtimes/start-command'
import type { RunningCommand } from '@paystablecoin/runtimes/start-command'
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { createWebhookRequest, toInboxEntry } from '@paystablecoin/core'
import { until } from '@paystablecoin/runtimes/until'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_BODY_BYTES } from '../src/max-body.ts'

const CWD = fileURLToPath(new URL('..', import.meta.url))
const IDS = Array.from({ length: 60 }, (_, n) => `ORDER_${1_738_112_345_000 + n}`)

describe('the queue of the Worker', () => {
  let url: string
  let folder: string
  let worker: RunningCommand

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shop-'))
    await (await startWrangler(['d1', 'migrations', 'apply', 'shop', '--local'])).ended
    const port = await findFreePort()
    url = `http://127.0.0.1:${port}`
    const options = `--port ${port} --inspector-port 0 --env-file ${join(CWD, 'emulator.env')}`
    worker = await startWrangler(['dev', ...options.split(' ')])
    await until(
      () => fetch(url),
      ({ ok }) => ok,
      120_000,
    )
    // Counts what happens to an order, because a status that is written twice looks as if it was written once.
    await query('CREATE TABLE effects (id TEXT)')
    await query(
      'CREATE TRIGGER count_effects AFTER UPDATE ON orders BEGIN INSERT INTO effects VALUES (new.id); END',
    )
  })

  afterAll(async () => {
    await worker.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function startWrangler(args: readonly string[]): Promise<RunningCommand> {
    const text = await readFile(join(CWD, 'package.json'), 'utf8')
    const wrangler = /wrangler@[\d.]+/.exec(text)?.[0] ?? ''
    const config = ['--config', 'test/wrangler.jsonc', '--persist-to', folder]
    const env = { CI: '1', WRANGLER_SEND_METRICS: 'false' }
    return startProcess('npx', ['--yes', wrangler, ...args, ...config], { cwd: CWD, env })
  }

  async function post(path: string, body: string): Promise<Response> {
    const response = await fetch(`${url}/test/${path}`, { method: 'POST', body })
    if (!response.ok) throw new Error(`${path}: ${response.status}\n${worker.output()}`)
    return response
  }

  async function query<Row>(sql: string): Promise<Row[]> {
    return (await post('sql', sql)).json() as Promise<Row[]>
  }

  async function sendPayment(id: string): Promise<number> {
    const sum = { value: '4.50', currency: 'USDT' }
    const data = {
      merchantOrderId: id,
      paymentOrderId: `PAY_${id}`,
      status: 'SUCCEEDED',
      orderAmount: { value: '4.50', currency: 'USD' },
      cryptoPaymentAmount: sum,
      cryptoPaidAmount: sum,
    }
    return sendBody(JSON.stringify(data))
  }

  async function sendBody(body: string): Promise<number> {
    const parts = { url: `${url}/webhook/payment`, body }
    return (await fetch(await createWebhookRequest(parts, EMULATOR_MERCHANT.apiSecret))).status
  }

  it('gives each of 60 events, sent three times, one effect', async () => {
    const values = IDS.map((id) => `('${id}', 0)`).join(', ')
    await query(`INSERT INTO orders (id, last_sent_ms) VALUES ${values}`)
    const sent = [...IDS, ...IDS, ...IDS.toReversed()]
    const statuses = []
    for (const id of sent) statuses.push(await sendPayment(id))
    expect(statuses).toEqual(sent.map(() => 200))

    await until(
      () => query('SELECT key FROM handled_events'),
      (rows) => rows.length === 60,
    )
    // What is behind all others in the queue, and goes from there to the dead at once.
    await post('queue', JSON.stringify({ poison: true }))
    await until(
      () => query('SELECT id FROM dead_letters'),
      (rows) => rows.length > 0,
    )
    const paid = await query('SELECT id FROM orders WHERE paid = 1')
    const effects = await query('SELECT id FROM effects')
    expect([paid.length, effects.length]).toEqual([60, 60])
    expect(worker.output()).toContain('before the commit')
    expect(worker.output()).toContain('after the commit')
  })

  it('keeps a message that is no entry among the dead letters, after one try', async () => {
    const body = JSON.stringify({ v: 1, forged: 'ORDER_1' })
    const triesBefore = tries()
    await post('queue', body)
    const dead = await until(
      () => query<{ body: string }>('SELECT body FROM dead_letters'),
      (rows) => rows.some((row) => row.body === body),
    )
    expect(dead).toContainEqual({ body })
    expect(tries() - triesBefore).toBe(1)
  })

  function tries(): number {
    return worker.output().split('[paystablecoin] inbox undelivered').length
  }

  it('handles a dead letter again that is marked, once the schedule runs', async () => {
    const id = 'ORDER_REPLAYED'
    await query(`INSERT INTO orders (id, last_sent_ms) VALUES ('${id}', 0)`)
    const data = { merchantOrderId: id, status: 'CLOSED' }
    const origin = { source: 'query', rawBody: JSON.stringify(data) } as const
    const event = { kind: 'payment', id, status: 'CLOSED', final: true, data, ...origin } as const
    const body = JSON.stringify(toInboxEntry(event, EMULATOR_MERCHANT.merchantId, 0))
    await query(`INSERT INTO dead_letters (id, body, at_ms) VALUES ('letter', '${body}', 0)`)
    await query(`UPDATE dead_letters SET replay = 1 WHERE id = 'letter'`)
    await fetch(`${url}/cdn-cgi/handler/scheduled`)
    const rows = await until(
      () => query<{ status: string }>(`SELECT status FROM orders WHERE id = '${id}'`),
      ([row]) => row?.status === 'CLOSED',
    )
    expect(rows).toEqual([{ status: 'CLOSED' }])
    expect(await query(`SELECT id FROM dead_letters WHERE id = 'letter'`)).toEqual([])
  })

  it('takes the longest body whatever is in it, refuses a longer one, and warns of an unknown order', async () => {
    const bodyOf = (bytes: number): string => {
      const start =
        '{"status":"SUCCEEDED","paymentOrderId":"PAY","orderAmount":{"value":"1.00","currency":"USD"},"merchantOrderId":"'
      const odd = bytes - start.length - 2
      return `${start}${'a'.repeat(odd % 2)}${'\\"'.repeat(Math.floor(odd / 2))}"}`
    }
    expect(await sendBody(bodyOf(MAX_BODY_BYTES))).toBe(200)
    expect(await sendBody(bodyOf(MAX_BODY_BYTES + 1))).toBe(413)
    await until(
      async () => worker.output(),
      (output) => output.includes('not in the database'),
    )
  })
})
