/**
 * Every fault, as a client or a shop sees it over a real socket.
 *
 * @module
 */
import { request as httpRequest, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '@paystablecoin/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningEmulator } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import type { FaultRule } from '../src/index.ts'
import { EMULATOR_MERCHANT, EMULATOR_ROTATED_SECRET } from '../src/index.ts'
import { createMerchant, orderBody, signedCall } from './merchant.ts'

const PATH = `/api/v1/merchants/${EMULATOR_MERCHANT.merchantId}/orders`

interface Hook {
  readonly headers: Record<string, string>
  readonly body: string
}

let running: RunningEmulator
let merchant: ReturnType<typeof createMerchant>
let shop: ReturnType<typeof createServer>
let hooks: Hook[]
let orders = 0

beforeEach(async () => {
  hooks = []
  shop = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      hooks.push({ headers: request.headers as Record<string, string>, body })
      response.end('{"code":"00000"}')
    })
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  running = await startEmulator({ port: 0, confirmationMs: 0, refundMs: 0 })
  merchant = createMerchant({ fetch }, { origin: running.url, now: () => Date.now() })
})

afterEach(async () => {
  await running.close()
  shop.close()
  shop.closeAllConnections()
})

const newId = () => `ORDER_${String((orders += 1)).padStart(10, '0')}`

const orderFields = () => ({
  callbackUrl: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhook/payment`,
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
})

/** Sends a signed "create order" and returns the response as it came over the wire. */
async function createOverWire(id = newId(), abortAfterMs?: number): Promise<WireAnswer> {
  const signed = await signedCall(
    {
      method: 'POST',
      path: PATH,
      body: orderBody(id, orderFields()),
      timestamp: String(Date.now()),
    },
    running.url,
  )
  const body = await signed.text()
  return new Promise((resolve) => {
    const answer: WireAnswer = { body: '', isComplete: false }
    const headers = Object.fromEntries(signed.headers)
    const request = httpRequest(
      signed.url,
      { method: 'POST', headers, agent: false },
      (response) => {
        answer.status = response.statusCode
        answer.headers = response.headers as Record<string, string>
        response.on('data', (chunk) => (answer.body += String(chunk)))
        response.on('error', (error) => (answer.error = error))
        response.on('close', () => resolve({ ...answer, isComplete: response.complete }))
      },
    )
    request.on('error', (error) => resolve({ ...answer, error }))
    if (abortAfterMs !== undefined) setTimeout(() => request.destroy(), abortAfterMs)
    request.end(body)
  })
}

interface WireAnswer {
  status?: number | undefined
  headers?: Record<string, string>
  body: string
  isComplete: boolean
  error?: Error
}

async function statusOf(id: string): Promise<unknown> {
  const { code, data } = await merchant.queryOrder(id)
  return code === '00000' ? data?.['status'] : code
}

async function sell(fault: FaultRule, id = newId()): Promise<string> {
  running.emulator.faults.add(fault)
  const { data } = await merchant.createOrder(id, orderFields())
  await merchant.press(String(data?.['checkoutUrl']), 'pay')
  await running.emulator.advance(0)
  return id
}

const hookStatuses = () => hooks.map(({ body }) => (JSON.parse(body) as { status?: string }).status)

const verify = (
  hook: Hook | undefined,
  apiSecret: string | string[] = EMULATOR_MERCHANT.apiSecret,
) =>
  verifyWebhook(
    { headers: hook?.headers ?? {}, body: hook?.body ?? '', path: '/webhook/payment' },
    { apiSecret },
  )

describe('a fault of the connection', () => {
  test('refuse closes the port for a while, then opens it again', async () => {
    running.emulator.faults.add({ kind: 'refuse', forMs: 500 })
    expect((await createOverWire()).error).toMatchObject({ code: 'ECONNREFUSED' })
    await expect.poll(async () => (await createOverWire()).status, { timeout: 10_000 }).toBe(200)
  })

  test('drop resets the connection after the order was created', async () => {
    running.emulator.faults.add({ kind: 'drop' })
    const id = newId()
    expect((await createOverWire(id)).error).toMatchObject({ code: 'ECONNRESET' })
    expect(await statusOf(id)).toBe('INIT')
  })

  test('drop without commit resets the connection and creates nothing', async () => {
    running.emulator.faults.add({ kind: 'drop', afterCommit: false })
    const id = newId()
    expect((await createOverWire(id)).error).toMatchObject({ code: 'ECONNRESET' })
    expect(await statusOf(id)).toBe('40901')
  })

  test('stall-headers sends nothing, although the order was created', async () => {
    running.emulator.faults.add({ kind: 'stall-headers' })
    const id = newId()
    const answer = await createOverWire(id, 100)
    expect(answer.status).toBeUndefined()
    expect(await statusOf(id)).toBe('INIT')
  })

  test('stall-body sends the head and half of the body, then nothing', async () => {
    running.emulator.faults.add({ kind: 'stall-body' })
    const answer = await createOverWire(newId(), 100)
    expect(answer).toMatchObject({ status: 200, isComplete: false })
    expect(answer.body.length).toBe(Number(answer.headers?.['content-length']) >> 1)
  })

  test('a stalled body is completed after the stall', async () => {
    running.emulator.faults.add({ kind: 'stall-body', stallMs: 20 })
    const answer = await createOverWire()
    expect(answer.isComplete).toBe(true)
    expect(JSON.parse(answer.body)).toMatchObject({ code: '00000' })
  })

  test('truncate-body promises more than it sends, and closes', async () => {
    running.emulator.faults.add({ kind: 'truncate-body' })
    const answer = await createOverWire()
    expect(answer).toMatchObject({ status: 200, isComplete: false })
    expect(answer.body.length).toBeGreaterThan(0)
    expect(answer.body.length).toBeLessThan(Number(answer.headers?.['content-length']))
  })
})

describe('a fault of the response', () => {
  test('http-500 has no body and creates nothing', async () => {
    running.emulator.faults.add({ kind: 'http-500' })
    const id = newId()
    expect(await createOverWire(id)).toMatchObject({ status: 500, body: '' })
    expect(await statusOf(id)).toBe('40901')
  })

  test('http-500 after commit has created the order', async () => {
    running.emulator.faults.add({ kind: 'http-500', afterCommit: true })
    const id = newId()
    expect(await createOverWire(id)).toMatchObject({ status: 500 })
    expect(await statusOf(id)).toBe('INIT')
  })

  test('http-502 is a page of HTML', async () => {
    running.emulator.faults.add({ kind: 'http-502' })
    const { status, headers, body } = await createOverWire()
    expect(status).toBe(502)
    expect(headers?.['content-type']).toContain('text/html')
    expect(body).toContain('<h1>502 Bad Gateway</h1>')
  })

  test('http-429 says when to retry', async () => {
    running.emulator.faults.add({ kind: 'http-429', retryAfterSeconds: 7 })
    expect(await createOverWire()).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
  })

  test('code-99999 is an envelope', async () => {
    running.emulator.faults.add({ kind: 'code-99999' })
    const { status, body } = await createOverWire()
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ code: '99999' })
  })

  test('clock-skew shows in Date, and rejects the right time', async () => {
    running.emulator.faults.add({ kind: 'clock-skew', skewMs: -420_000 })
    const { headers, body } = await createOverWire()
    const aheadMs = Date.parse(headers?.['date'] ?? '') - Date.now()
    expect(aheadMs).toBeGreaterThan(400_000)
    expect(aheadMs).toBeLessThanOrEqual(420_000)
    expect(JSON.parse(body)).toMatchObject({ code: '50906' })
  })
})

describe('a fault of a webhook', () => {
  test('duplicate sends the same bytes several times', async () => {
    await sell({ kind: 'duplicate', copies: 2, status: 'SUCCEEDED' })
    expect(hookStatuses()).toEqual(['PROCESSING', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'])
    expect(hooks[2]?.body).toBe(hooks[3]?.body)
  })

  test('delay sends it later', async () => {
    await sell({ kind: 'delay', delayMs: 5_000, status: 'PROCESSING' })
    expect(hookStatuses()).toEqual(['SUCCEEDED'])
    await running.emulator.advance(5_000)
    expect(hookStatuses()).toEqual(['SUCCEEDED', 'PROCESSING'])
  })

  test('reorder sends SUCCEEDED before PROCESSING', async () => {
    await sell({ kind: 'reorder' })
    expect(hookStatuses()).toEqual(['SUCCEEDED', 'PROCESSING'])
  })

  test('withhold never sends it', async () => {
    await sell({ kind: 'withhold', status: 'SUCCEEDED' })
    await running.emulator.advance(3_600_000)
    expect(hookStatuses()).toEqual(['PROCESSING'])
    expect(running.emulator.deliveries().at(-1)).toMatchObject({ state: 'withheld' })
  })

  test('stale-timestamp is authentic, but old', async () => {
    await sell({ kind: 'stale-timestamp', skewMs: 600_000, status: 'SUCCEEDED' })
    await expect(verify(hooks[0])).resolves.toMatchObject({ kind: 'payment' })
    await expect(verify(hooks[1])).rejects.toMatchObject({ reason: 'stale' })
  })

  test('wrong-secret does not verify', async () => {
    await sell({ kind: 'wrong-secret', status: 'SUCCEEDED' })
    await expect(verify(hooks[0])).resolves.toMatchObject({ kind: 'payment' })
    await expect(verify(hooks[1])).rejects.toMatchObject({ reason: 'mismatch' })
  })

  test('rotated-secret verifies for whoever knows both secrets', async () => {
    await sell({ kind: 'rotated-secret', status: 'SUCCEEDED' })
    await expect(verify(hooks[1])).rejects.toMatchObject({ reason: 'mismatch' })
    const both = [EMULATOR_MERCHANT.apiSecret, EMULATOR_ROTATED_SECRET]
    await expect(verify(hooks[1], both)).resolves.toMatchObject({ secretIndex: 1 })
  })

  test('unknown-field keeps the payment, and its bytes are not those of JSON.stringify', async () => {
    await sell({ kind: 'unknown-field', status: 'SUCCEEDED' })
    const body = hooks[1]?.body ?? ''
    expect(body).toContain('12345678901234567890')
    expect(JSON.stringify(JSON.parse(body))).not.toBe(body)
    await expect(verify(hooks[1])).resolves.toMatchObject({ kind: 'payment', status: 'SUCCEEDED' })
  })

  test('unknown-status is sent before the webhook itself', async () => {
    await sell({ kind: 'unknown-status', status: 'SUCCEEDED' })
    expect(hookStatuses()).toEqual(['PROCESSING', 'ON_HOLD', 'SUCCEEDED'])
    await expect(verify(hooks[1])).resolves.toMatchObject({ kind: 'payment', status: 'ON_HOLD' })
  })

  test('unknown-shape is authentic and of no known kind', async () => {
    await sell({ kind: 'unknown-shape', status: 'PROCESSING' })
    await expect(verify(hooks[0])).resolves.toMatchObject({ kind: 'unknown' })
  })

  test('refund-webhook is sent to the URL of payments', async () => {
    await sell({ kind: 'refund-webhook', status: 'SUCCEEDED' })
    await expect(verify(hooks[1])).resolves.toMatchObject({ kind: 'refund' })
  })
})

describe('a fault of the money', () => {
  test('underpaid is SUCCEEDED with too small an amount, in the webhook and in the query', async () => {
    const id = await sell({ kind: 'underpaid' })
    const paid = { cryptoPaidAmount: { value: '89.910000' }, status: 'SUCCEEDED' }
    expect(JSON.parse(hooks[1]?.body ?? '')).toMatchObject(paid)
    expect(await merchant.queryOrder(id)).toMatchObject({ data: paid })
  })

  test.each([
    ['refund-fails', 'FAILED'],
    ['refund-closes', 'CLOSED'],
  ] as const)('%s ends the refund %s, and another may follow', async (kind, status) => {
    const id = await sell({ kind })
    const refund = { acquiringOrderId: id, refundReason: 'broken' }
    await merchant.createRefund({ ...refund, merchantRefundOrderId: `${id}-1` })
    await running.emulator.advance(0)
    expect(await merchant.queryRefund(`${id}-1`)).toMatchObject({ data: { status } })
    const second = await merchant.createRefund({ ...refund, merchantRefundOrderId: `${id}-2` })
    expect(second).toMatchObject({ code: '00000' })
  })
})
