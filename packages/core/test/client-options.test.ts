import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createClient, createClientResolver } from '../src/index.ts'
import type { ClientOptions } from '../src/index.ts'
import { API_SECRET, createScriptedApi, orderParams, succeed } from './support/scripted-api.ts'

const VALID = {
  merchantId: '1000',
  apiKey: 'test-key',
  apiSecret: API_SECRET,
  environment: 'sandbox',
} as const

describe('createClient', () => {
  it.each([
    ['merchantId', { merchantId: '' }],
    ['merchantId', { merchantId: undefined }],
    ['merchantId', { merchantId: '../orders' }],
    ['merchantId', { merchantId: 1000 }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: undefined }],
    ['apiKey', { apiKey: 'key\nx: y' }],
    ['apiSecret', { apiSecret: '' }],
    ['apiSecret', { apiSecret: undefined }],
    ['apiSecret', { apiSecret: [] }],
    ['apiSecret', { apiSecret: ` ${API_SECRET}` }],
    ['apiSecret', { apiSecret: [API_SECRET, `${API_SECRET}\n`] }],
    ['environment', { environment: 'staging' }],
    ['environment', { environment: undefined }],
    ['environment', { environment: 'toString' }],
    ['baseUrl', { baseUrl: 'https://psc.example' }],
    ['baseUrl', { environment: undefined, baseUrl: 'ftp://psc.example' }],
    ['baseUrl', { environment: undefined, baseUrl: 'psc.example' }],
    ['baseUrl', { environment: undefined, baseUrl: 'https://user:pw@psc.example' }],
    ['baseUrl', { environment: undefined, baseUrl: 'https://psc.example/?a=1' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['deadlineMs', { deadlineMs: -1 }],
    ['maxRetries', { maxRetries: 1.5 }],
    ['maxRetries', { maxRetries: -1 }],
  ])('refuses a wrong %s and names it', (option, wrong) => {
    const options = { ...VALID, ...wrong } as unknown as ClientOptions
    expect(() => createClient(options)).toThrow(TypeError)
    expect(() => createClient(options)).toThrow(option)
    expect(String(catchError(() => createClient(options)))).not.toContain(API_SECRET)
  })

  it('keeps the secret out of JSON, the console and its own properties', () => {
    const client = createClient(VALID)
    expect(JSON.stringify(client)).not.toContain(API_SECRET)
    expect(inspect(client, { depth: 10, showHidden: true })).not.toContain(API_SECRET)
  })

  it('keeps the secret and the signature out of an error', async () => {
    const { client, sent } = createScriptedApi([() => new Response('<html>', { status: 403 })])
    const error = await client.orders.retrieve('X').catch((thrown: unknown) => thrown)
    const signature = sent[0]?.headers.get('x-signature') ?? 'none'
    for (const text of [inspect(error, { depth: 10 }), JSON.stringify(error), String(error)]) {
      expect(text).not.toContain(API_SECRET)
      expect(text).not.toContain(signature)
    }
  })

  it('calls the documented address of an environment', async () => {
    const urls: string[] = []
    const fetch = (url: string): Promise<Response> => {
      urls.push(url)
      return Promise.resolve(Response.json({ code: '00000', data: { status: 'INIT' } }))
    }
    await createClient({ ...VALID, fetch }).orders.retrieve('A')
    await createClient({ ...VALID, environment: 'production', fetch }).orders.retrieve('A')
    const path = '/api/v1/merchants/1000/orders/A'
    expect(urls).toEqual([
      `https://api.sandbox.paystablecoin.global${path}`,
      `https://api.paystablecoin.global${path}`,
    ])
  })

  it('signs with the first of several secrets', async () => {
    const { client, clock, sent } = createScriptedApi(
      [succeed({ checkoutUrl: 'https://pay.example/1' })],
      { apiSecret: [API_SECRET, 'old-secret'] },
    )
    await client.orders.create(orderParams(clock))
    expect(sent).toHaveLength(1)
  })
})

describe('createClientResolver', () => {
  it('checks plain options at once', () => {
    expect(() => createClientResolver({ ...VALID, merchantId: '' })).toThrow('merchantId')
  })

  it('hands out one client for plain options', () => {
    const clientFor = createClientResolver<number>(VALID)
    expect(clientFor(1)).toBe(clientFor(2))
  })

  it('uses a client again while the options are the same, and makes another when one differs', () => {
    const clientFor = createClientResolver((secret: string) => ({ ...VALID, apiSecret: secret }))
    const first = clientFor('secret-a')
    expect(clientFor('secret-a')).toBe(first)
    expect(clientFor('secret-b')).not.toBe(first)
  })

  it('keeps no fetch of a past context', async () => {
    const used: string[] = []
    const clientFor = createClientResolver((name: string) => ({
      ...VALID,
      fetch: () => {
        used.push(name)
        return Promise.resolve(Response.json({ code: '00000', data: { status: 'INIT' } }))
      },
    }))
    await clientFor('first').orders.retrieve('A')
    await clientFor('second').orders.retrieve('A')
    expect(used).toEqual(['first', 'second'])
  })
})

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}
