/**
 * The emulator over real sockets.
 *
 * @module
 */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { StartTimer } from '@paystablecoin/core'
import { describe, expect, test, vi } from 'vitest'
import { startEmulator } from '../src/node/index.ts'
import { createMerchant } from './merchant.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Timers by their delay, which a test fires. */
function keepTimers() {
  const timers = new Map<number, () => void>()
  const startTimer: StartTimer = (run, delayMs) => {
    timers.set(delayMs, run)
    return () => undefined
  }
  return { timers, startTimer }
}

test('takes a payment over HTTP and delivers its webhooks over HTTP', async () => {
  const statuses: string[] = []
  const shop = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      statuses.push((JSON.parse(text) as { status: string }).status)
      response.end('{"code":"00000"}')
    })
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhook/payment`
  const running = await startEmulator({ port: 0, confirmationMs: 0 })
  const now = () => Date.now()
  const merchant = createMerchant({ fetch }, { origin: running.url, now })
  try {
    const { data } = await merchant.createOrder('ORDER_1738112345000', {
      callbackUrl,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    })
    const checkoutUrl = String(data?.['checkoutUrl'])
    expect(checkoutUrl.startsWith(`${running.url}/checkout/`)).toBe(true)
    expect((await merchant.press(checkoutUrl, 'pay')).status).toBe(303)
    await running.emulator.advance(0)
    expect(statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
    expect(running.emulator.deliveries().map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
    ])
  } finally {
    await running.close()
    shop.close()
    shop.closeAllConnections()
  }
})

test('does not follow a redirect with a signed webhook', async () => {
  const paths: string[] = []
  const shop = createServer((request, response) => {
    paths.push(String(request.url))
    response.writeHead(303, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhook`
  const { url, emulator, close } = await startEmulator({ port: 0, webhookRetryDelaysMs: [] })
  const merchant = createMerchant({ fetch }, { origin: url, now: () => Date.now() })
  try {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { data } = await merchant.createOrder('ORDER_1738112345000', { callbackUrl, expiresAt })
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(0)
    expect(paths).toEqual(['/webhook'])
    expect(emulator.deliveries()[0]).toMatchObject({ state: 'given-up' })
  } finally {
    await close()
    shop.close()
    shop.closeAllConnections()
  }
})

test('closes the connection to a shop that does not respond, also after a garbage collection', async () => {
  const shop = createServer((request) => request.resume()).listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const callbackUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhook`
  const { timers, startTimer } = keepTimers()
  const running = await startEmulator({
    port: 0,
    webhookTimeoutMs: 9_999,
    clock: { now: Date.now, startTimer },
  })
  const merchant = createMerchant({ fetch }, { origin: running.url, now: () => Date.now() })
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const { data } = await merchant.createOrder('ORDER_1738112345000', { callbackUrl, expiresAt })
  const called = once(shop, 'request') as Promise<[IncomingMessage]>
  await merchant.press(String(data?.['checkoutUrl']), 'pay')
  const [{ socket }] = await called
  const hungUp = once(socket, 'close')
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  timers.get(9_999)?.()
  await hungUp
  await running.close()
  shop.close()
})

describe('a body without Content-Length', () => {
  const head = (line: string, host: string) => `${line} HTTP/1.1\r\nHost: ${host}\r\n`
  // As curl -X POST sends it: no body, and no word about one.
  const answerTo = async (url: string, text: string): Promise<string> => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(text)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return String(answer)
  }

  test('presses a button without a form', async () => {
    const { url, close } = await startEmulator({ port: 0 })
    const merchant = createMerchant({ fetch }, { origin: url, now: () => Date.now() })
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { data } = await merchant.createOrder('ORDER_1738112345000', { expiresAt })
    const { host, pathname } = new URL(String(data?.['checkoutUrl']))
    const text = `${head(`POST ${pathname}/cancel`, host)}\r\n`
    expect(await answerTo(url, text)).toMatch(/^HTTP\/1\.1 303 /)
    await close()
  })

  test('calls the dashboard and the API, up to the same limit', async () => {
    const { url, close } = await startEmulator({ port: 0, maxBodyBytes: 100 })
    const { host } = new URL(url)
    const post = (path: string, body: string) => {
      const length = body.length.toString(16)
      const headers = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n'
      const text = `${head(`POST ${path}`, host)}${headers}\r\n${length}\r\n${body}\r\n0\r\n\r\n`
      return answerTo(url, text)
    }
    expect(await post('/emulator/faults', '{"kind":"underpaid"}')).toContain('"faultId"')
    expect(await post('/emulator/faults', 'null')).toContain('the body is not a JSON object')
    expect(await post('/api/v1/merchants/1000/orders', '{}')).toContain('X-Api-Key is missing')
    expect(await post('/api/v1/merchants/1000/orders', 'x'.repeat(101))).toContain(' 413 ')
    await close()
  })
})

test('knows its port although it refuses connections from the start', async () => {
  const faults = [{ kind: 'refuse', forMs: 60_000 }] as const
  const { url, close } = await startEmulator({ port: 0, faults })
  expect(url).toMatch(/:[1-9]\d*$/)
  await close()
})

test('opens its port again after another program has used it meanwhile', async () => {
  const { timers, startTimer } = keepTimers()
  const running = await startEmulator({ port: 0, clock: { now: Date.now, startTimer } })
  const { port } = new URL(running.url)
  running.emulator.faults.add({ kind: 'refuse', forMs: 12_345 })
  const other = createServer().listen(Number(port), '127.0.0.1')
  await once(other, 'listening')
  timers.get(12_345)?.()
  await vi.waitFor(() => expect(timers.has(100)).toBe(true))
  other.close()
  await once(other, 'close')
  timers.get(100)?.()
  await vi.waitFor(async () => expect((await fetch(running.url)).status).toBe(200))
  await running.close()
})

test('rejects a taken port with EADDRINUSE', async () => {
  const first = await startEmulator({ port: 0 })
  const port = Number(new URL(first.url).port)
  await expect(startEmulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
})

test('never stands in for production', async () => {
  await expect(startEmulator({ host: 'api.paystablecoin.global' })).rejects.toThrow(TypeError)
})
