/**
 * Where webhooks may go: to no link-local and no cloud metadata address, unless the option allows it.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator } from '../src/index.ts'
import { createWebhookFetch } from '../src/node/webhook-fetch.ts'
import { createInbox, createMerchant, STOPPED_CLOCK } from './merchant.ts'

const ID = 'ORDER_1738112345000'

async function deliverTo(callbackUrl: string, options: EmulatorOptions = {}) {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    webhookRetryDelaysMs: [],
    ...options,
  })
  const merchant = createMerchant(emulator)
  const { data } = await merchant.createOrder(ID, { callbackUrl })
  await merchant.press(String(data?.['checkoutUrl']), 'pay')
  await emulator.advance(0)
  await emulator.close()
  return { requests: inbox.requests.length, delivery: emulator.deliveries()[0] }
}

const FORBIDDEN = [
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.0.1:8080/hook',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://[fe80::1]/',
  'http://[febf::1]/',
  'http://[fd00:ec2::254]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[::169.254.169.254]/',
  'http://100.100.100.200/',
  'http://[::ffff:100.100.100.200]/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://METADATA.google.internal./',
  'http://metadata.goog/',
  'http://metadata/',
  'http://instance-data/',
  'http://instance-data.ec2.internal/',
]

describe('a webhook', () => {
  test.each(FORBIDDEN)('is not sent to %s, and the log names the option', async (url) => {
    const { requests, delivery } = await deliverTo(url)
    expect(requests).toBe(0)
    expect(delivery).toMatchObject({ state: 'given-up' })
    expect(delivery?.attempts[0]?.error).toMatch(/link-local or metadata.*allowLinkLocal/)
  })

  test.each(FORBIDDEN)('is sent to %s when the option allows it', async (url) => {
    const { requests, delivery } = await deliverTo(url, { allowLinkLocal: true })
    expect(requests).toBe(1)
    expect(delivery).toMatchObject({ state: 'delivered' })
  })

  test.each([
    'http://127.0.0.1:3000/hook',
    'http://localhost:3000/hook',
    'http://[::1]:3000/hook',
    'http://192.168.1.20/hook',
    'http://10.0.0.1/hook',
    'http://169.253.1.1/hook',
    'http://169.254.169.254.shop.test/hook',
    'http://shop:3000/hook',
    'http://fe80.shop.test/hook',
    'http://[fec0::1]/hook',
    'http://[fd00:ec2::253]/hook',
  ])('is sent to %s', async (url) => {
    expect(await deliverTo(url)).toMatchObject({ requests: 1 })
  })
})

describe('over sockets, a name is resolved first', () => {
  let shop: ReturnType<typeof createServer>
  let calls: number
  let url: string

  beforeEach(async () => {
    calls = 0
    shop = createServer((_request, response) => {
      calls += 1
      response.end('{"code":"00000"}')
    })
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`
  })

  afterEach(() => {
    shop.close()
    shop.closeAllConnections()
  })

  test.each(['169.254.169.254', 'fe80::1%eth0', '::ffff:169.254.169.254'])(
    'and one that resolves to %s is not called',
    async (address) => {
      const resolve = async () => [{ address: '127.0.0.1' }, { address }]
      const webhookFetch = createWebhookFetch(resolve)
      await expect(webhookFetch(new Request(url, { method: 'POST' }))).rejects.toThrow(
        'link-local or metadata',
      )
      expect(calls).toBe(0)
    },
  )

  test('and any other is called', async () => {
    const names: string[] = []
    const webhookFetch = createWebhookFetch(async (name) => {
      names.push(name)
      return [{ address: '127.0.0.1' }]
    })
    const response = await webhookFetch(new Request(url, { method: 'POST' }))
    expect(response.status).toBe(200)
    expect(names).toEqual(['127.0.0.1'])
    expect(calls).toBe(1)
  })

  test('by the system, brackets of an IPv6 address left out', async () => {
    const webhookFetch = createWebhookFetch()
    await expect(webhookFetch(new Request('http://[fe80::1]/'))).rejects.toThrow('link-local')
    expect((await webhookFetch(new Request(url))).status).toBe(200)
  })
})
