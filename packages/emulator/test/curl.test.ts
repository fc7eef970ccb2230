/**
 * The line for a shell that the dashboard offers: it runs, and its signature holds whenever it does.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyWebhook } from '@paystablecoin/core'
import { toCurl } from '../src/dashboard/curl.ts'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import type { RunningEmulator } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import { createMerchant, orderBody, ORIGIN } from './merchant.ts'

const run = promisify(execFile)
const ID = 'ORDER_1738112345000'

/** The line of the newest call or webhook whose page holds one. */
function lineIn(text: string): string {
  const line = /data-copy="(T=[^"]*)"/.exec(text)?.[1] ?? ''
  return line
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

describe('over a socket', () => {
  let running: RunningEmulator
  beforeEach(async () => {
    running = await startEmulator({ port: 0 })
  })
  afterEach(() => running.close())

  const newestLine = async () => lineIn(await (await fetch(running.url)).text())

  test('creates an order and queries it', async () => {
    const merchant = createMerchant(
      { fetch: running.emulator.fetch },
      { origin: running.url, now: Date.now },
    )
    const description = `It's "5" & <b>$HOME</b>`
    await merchant.send({
      method: 'POST',
      path: '/api/v1/merchants/1000/orders',
      body: orderBody(ID, { description, expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    })
    const create = await newestLine()
    running.emulator.reset()
    expect(JSON.parse((await run('sh', ['-c', create])).stdout)).toMatchObject({ code: '00000' })
    expect(running.emulator.calls()[0]?.body).toContain(JSON.stringify(description).slice(1, -1))
    await merchant.queryOrder(ID)
    expect(JSON.parse((await run('sh', ['-c', await newestLine()])).stdout)).toMatchObject({
      code: '00000',
      data: { merchantOrderId: ID },
    })
  })
})

test('signs a webhook as the provider does', async () => {
  const body = '{"status":"SUCCEEDED"}'
  const signedLines = body
  const url = 'http://127.0.0.1:9/hook'
  const { apiSecret } = EMULATOR_MERCHANT
  const line = toCurl({ method: 'POST', url, apiSecret, signedLines, body })
  const printing = line.replace('curl -sS -X POST', 'printf "%s\\n" "$T" "$S" #')
  const { stdout } = await run('sh', ['-c', printing.split(' \\\n')[0] ?? ''])
  const [timestamp = '', signature = ''] = stdout.split('\n')
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const signed = { headers, body: new TextEncoder().encode(body), path: '/hook' }
  await expect(verifyWebhook(signed, { apiSecret, scheme: 'body' })).resolves.toBeDefined()
})

test('is not offered for a body that is not kept as it was sent', async () => {
  const emulator = createEmulator()
  const post = (body: string | Uint8Array<ArrayBuffer>) =>
    emulator.fetch(`${ORIGIN}/api/v1/merchants/1000/orders`, { method: 'POST', body })
  await post('x'.repeat(2_000))
  await post(Uint8Array.from([0x7b, 0xff, 0x7d]))
  const text = await (await emulator.fetch(`${ORIGIN}/`)).text()
  expect(text).toContain('POST /orders')
  expect(lineIn(text)).toBe('')
  await post('{}')
  expect(lineIn(await (await emulator.fetch(`${ORIGIN}/`)).text())).toContain("--data-raw '{}'")
  await emulator.close()
})
