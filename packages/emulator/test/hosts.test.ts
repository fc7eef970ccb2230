/**
 * Under which host names an emulator over sockets responds: a website that makes its own name resolve here gets nothing.
 *
 * @module
 */
import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { RunningEmulator, StartEmulatorOptions } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import { createMerchant, orderBody, signedCall } from './merchant.ts'

const ORDERS = '/api/v1/merchants/1000/orders'
const ID = 'ORDER_1738112345000'

let running: RunningEmulator

afterEach(() => running.close())

async function start(options: StartEmulatorOptions = {}): Promise<void> {
  running = await startEmulator({ port: 0, ...options })
}

interface Reply {
  readonly status: number | undefined
  readonly text: string
}

/** Sends a request over the emulator's socket under any `Host`. */
function send(host: string, request: Request): Promise<Reply> {
  const { pathname, search } = new URL(request.url)
  const headers = { ...Object.fromEntries(request.headers), host }
  const { port } = new URL(running.url)
  const options = { port, host: '127.0.0.1', path: `${pathname}${search}`, headers }
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ ...options, method: request.method }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode, text }))
    })
    outgoing.on('error', reject)
    request.arrayBuffer().then((body) => outgoing.end(Buffer.from(body)), reject)
  })
}

const get = (host: string, path = '/') => send(host, new Request(`http://x${path}`))

describe('a request under a name of somebody else', () => {
  test.each(['/', '/emulator/state', '/checkout/x', '/checkout/checkout.css', `${ORDERS}/${ID}`])(
    'gets 403 for %s, which names the option',
    async (path) => {
      await start()
      const { status, text } = await get('evil.test', path)
      expect(status).toBe(403)
      expect(text).toContain('--allow-host evil.test')
      expect(text).toContain('allowHosts')
    },
  )

  test('creates no order, although it is signed, and presses no button', async () => {
    await start()
    const body = orderBody(ID, { expiresAt: new Date(Date.now() + 60_000).toISOString() })
    const timestamp = String(Date.now())
    const signed = await signedCall({ method: 'POST', path: ORDERS, body, timestamp })
    expect(await send('evil.test', signed)).toMatchObject({ status: 403 })
    expect(running.emulator.calls()).toEqual([])
    const merchant = createMerchant({ fetch }, { origin: running.url, now: () => Date.now() })
    expect(await merchant.queryOrder(ID)).toMatchObject({ code: '40901' })
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { data } = await merchant.createOrder(ID, { expiresAt })
    const press = new Request(`${String(data?.['checkoutUrl'])}/pay`, { method: 'POST' })
    expect(await send('evil.test', press)).toMatchObject({ status: 403 })
    expect(await merchant.queryOrder(ID)).toMatchObject({ data: { status: 'INIT' } })
  })
})

describe('a request gets a response under', () => {
  test.each([
    '127.0.0.1',
    '192.168.1.20',
    '[::1]',
    'localhost',
    'emulator.localhost',
    'LOCALHOST',
    'psc-emulator',
    'psc-emulator:4010',
  ])('%s', async (host) => {
    await start()
    expect(await get(host)).toMatchObject({ status: 200 })
    const api = await get(host, `${ORDERS}/${ID}`)
    expect(JSON.parse(api.text)).toMatchObject({ code: '50901' })
  })

  test('the name of publicUrl, and no other name of its domain', async () => {
    await start({ publicUrl: 'https://pay.shop.test' })
    expect(await get('pay.shop.test')).toMatchObject({ status: 200 })
    expect(await get('shop.test')).toMatchObject({ status: 403 })
  })

  test('a name of allowHosts, and no name that ends with it', async () => {
    await start({ allowHosts: ['Emulator.Shop.Test', 'other.test'] })
    expect(await get('emulator.shop.test:4010')).toMatchObject({ status: 200 })
    expect(await get('other.test', `${ORDERS}/${ID}`)).toMatchObject({ status: 200 })
    expect(await get('evil.emulator.shop.test')).toMatchObject({ status: 403 })
    expect(await get('evil-other.test')).toMatchObject({ status: 403 })
  })
})
