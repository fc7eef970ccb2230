import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWebhookRequest, signWebhook, verifyWebhook } from '../src/index.ts'
import type { SignableWebhook } from '../src/index.ts'
import { PATH, PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const TIMESTAMP = '1738112345000'
const BODY = JSON.stringify(PAYMENT)

describe('signWebhook', () => {
  it('signs the lines that the webhook reference pages document in the request scheme', async () => {
    const hash = createHash('sha256').update(BODY).digest('base64')
    const text = `${TIMESTAMP}\nPOST\n${PATH}\n${hash}`
    const webhook = { timestamp: TIMESTAMP, body: BODY, path: PATH, scheme: 'request' } as const
    expect(await signWebhook(webhook, SECRET)).toBe(
      createHmac('sha256', SECRET).update(text).digest('base64'),
    )
  })

  it('signs the timestamp and the raw body in the body scheme', async () => {
    const expected = createHmac('sha256', SECRET).update(`${TIMESTAMP}\n${BODY}`).digest('base64')
    const webhook = { timestamp: TIMESTAMP, body: BODY, scheme: 'body' } as const
    expect(await signWebhook(webhook, SECRET)).toBe(expected)
  })

  it.each<[object, RegExp]>([
    [{ timestamp: '1738112345' }, /^timestamp /],
    [{ path: undefined }, /^path must be/],
    [{ path: '/a?b' }, /^path must be/],
    [{ path: 'a' }, /^path must be/],
    [{ scheme: 'auto' }, /^scheme must be/],
    [{ body: PAYMENT }, /^body must be/],
  ])('refuses %j', async (parts, message) => {
    const webhook: SignableWebhook = {
      timestamp: TIMESTAMP,
      body: BODY,
      path: PATH,
      scheme: 'request',
      ...parts,
    }
    await expect(signWebhook(webhook, SECRET)).rejects.toThrow(TypeError)
    await expect(signWebhook(webhook, SECRET)).rejects.toThrow(message)
  })

  it('refuses a missing secret', async () => {
    const webhook = { timestamp: TIMESTAMP, body: BODY, scheme: 'body' } as const
    await expect(signWebhook(webhook, '')).rejects.toThrow(/^apiSecret /)
  })
})

describe('createWebhookRequest', () => {
  it('makes a POST that verifies under the undecoded pathname of its URL', async () => {
    const url = 'https://shop.example/a%20b/webhook?ignored=1'
    const request = await createWebhookRequest({ url, body: BODY }, SECRET)
    expect(request.method).toBe('POST')
    expect(request.headers.get('content-type')).toBe('application/json')
    const body = new Uint8Array(await request.arrayBuffer())
    const webhook = { headers: request.headers, body, path: '/a%20b/webhook' }
    const event = await verifyWebhook(webhook, { apiSecret: SECRET })
    expect(event).toMatchObject({ scheme: 'request', rawBody: BODY })
  })

  it('signs in the other scheme, and at another time, when it is told to', async () => {
    const parts = {
      url: 'https://shop.example/',
      body: BODY,
      scheme: 'body',
      timestampMs: 1_738_112_345_000,
    } as const
    const { headers } = await createWebhookRequest(parts, SECRET)
    expect(headers.get('x-timestamp')).toBe(TIMESTAMP)
    const options = { apiSecret: SECRET, now: () => 1_738_112_345_000 }
    expect(await verifyWebhook({ headers, body: BODY }, options)).toMatchObject({ scheme: 'body' })
  })

  it.each([{ url: '/webhook' }, { timestampMs: 5 }])('refuses %j', async (parts) => {
    const request = createWebhookRequest(
      { url: 'https://shop.example/', body: BODY, ...parts },
      SECRET,
    )
    await expect(request).rejects.toThrow(TypeError)
  })
})
