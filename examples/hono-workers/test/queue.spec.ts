/**
 * The queue under wrangler, with a database that fails at times: each event has one effect, and what cannot be read is kept.
 *
 * @module
 */
import { startProcess } from '@paystablecoin/runtimes/start-command'
import type { RunningCommand } from '@paystablecoin/runtimes/start-command'
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { createWebhookRequest } from '@paystablecoin/core'
import { until } from '@paystablecoin/runtimes/until'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

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
    const parts = { url: `${url}/webhook/payment`, body: JSON.stringify(data) }
    return (await fetch(await createWebhookRequest(parts, EMULATOR_MERCHANT.apiSecret))).status
  }

  it('gives each of 60 events, sent three times, one effect', async () => {
    const values = IDS.map((id) => `('${id}', 0)`).join(', ')
    await query(`INSERT INTO orders (id, last_sent_ms) VALUES ${values}`)
    const sent = [...IDS, ...IDS, ...IDS.toReversed()]
    const statuses = []
    for (const id of sent) statuses.push(await sendPayment(id))
    expect(statuses).toEqual(sent.map(() => 200))

    // The queue keeps its order but for what is tried again: the last of the poison's tries is after all of them.
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

  it('keeps a message that is no entry among the dead letters', async () => {
    const body = JSON.stringify({ v: 1, forged: 'ORDER_1' })
    await post('queue', body)
    const dead = await until(
      () => query<{ body: string }>('SELECT body FROM dead_letters'),
      (rows) => rows.some((row) => row.body === body),
    )
    expect(dead).toContainEqual({ body })
  })
})
