/**
 * The sandbox over real sockets.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startSandbox } from '../src/node/index.ts'
import { createMerchant } from './merchant.ts'

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
  const running = await startSandbox({ port: 0, confirmationMs: 0 })
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
    await running.sandbox.advance(0)
    expect(statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
    expect(running.sandbox.deliveries().map(({ state }) => state)).toEqual([
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
  const { url, sandbox, close } = await startSandbox({ port: 0, webhookRetryDelaysMs: [] })
  const merchant = createMerchant({ fetch }, { origin: url, now: () => Date.now() })
  try {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { data } = await merchant.createOrder('ORDER_1738112345000', { callbackUrl, expiresAt })
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await sandbox.advance(0)
    expect(paths).toEqual(['/webhook'])
    expect(sandbox.deliveries()[0]).toMatchObject({ state: 'given-up' })
  } finally {
    await close()
    shop.close()
    shop.closeAllConnections()
  }
})

test('rejects a taken port with EADDRINUSE', async () => {
  const first = await startSandbox({ port: 0 })
  const port = Number(new URL(first.url).port)
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
})

test('refuses to stand in for production', async () => {
  await expect(startSandbox({ host: 'api.paystablecoin.global' })).rejects.toThrow(TypeError)
})
