import { describe, expect, it } from 'vitest'
import { createScriptedApi, hang, refuse, succeed } from './support/scripted-api.ts'

const TRON = {
  cryptoCurrency: 'USDT',
  network: 'TRON',
  networkDisplayName: 'TRON (TRC-20)',
  minAmount: '1.00',
  maxAmount: '10000.00',
  estimatedConfirmationTimeSec: 60,
  logo: 'https://psc.example/tron.svg',
}
const ETH = { ...TRON, network: 'ETH', networkDisplayName: null }

describe('checkout.paymentMethods', () => {
  it('is a signed GET without query and API key', async () => {
    const { client, sent, seen } = createScriptedApi([succeed([])])
    await client.checkout.paymentMethods()
    expect(sent[0]).toMatchObject({
      url: 'http://psc.test/api/v1/merchants/1000/checkout/payment-methods',
      method: 'GET',
      body: undefined,
    })
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-signature': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      'x-timestamp': '1790000000000',
    })
    expect(seen[0]?.[1].route).toBe('/checkout/payment-methods')
  })

  it.each<[string, unknown, readonly unknown[]]>([
    ['the data itself', [TRON, ETH], [TRON, ETH]],
    ['a field', { paymentMethods: [TRON, ETH] }, [TRON, ETH]],
    ['a field of another name', { total: 1, list: [TRON] }, [TRON]],
    [
      'one of several lists',
      { warnings: [], codes: ['USDT'], nets: [{ id: 1 }], list: [TRON] },
      [TRON],
    ],
    ['a list for each currency', { USDT: [TRON], USDC: [ETH] }, [TRON, ETH]],
    ['an empty list', [], []],
    ['a field that is an empty list', { paymentMethods: [] }, []],
  ])('finds the list where it is %s, with every field', async (_name, data, methods) => {
    const { client } = createScriptedApi([succeed(data)])
    await expect(client.checkout.paymentMethods()).resolves.toEqual(methods)
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'USDT'],
    ['no list', { network: 'TRON' }],
    ['a list of texts', { list: ['USDT'] }],
    ['a method without a network', { list: [TRON, { ...TRON, network: undefined }] }],
    ['a method whose currency is no text', [{ ...TRON, cryptoCurrency: 7 }]],
    ['a method whose name is no text', [{ ...TRON, networkDisplayName: {} }]],
    ['a list of lists', [[TRON]]],
    ['no method in a list, beside an empty one', { warnings: [], list: [{ net: 'TRON' }] }],
  ])('takes data with %s for no answer', async (_name, data) => {
    const { client } = createScriptedApi([succeed(data)])
    await expect(client.checkout.paymentMethods()).rejects.toMatchObject({
      name: 'ResponseError',
      reason: 'no-data',
    })
  })

  it('says that API Checkout is not enabled as the provider does, at once', async () => {
    const { client, sent } = createScriptedApi([refuse('50010')])
    await expect(client.checkout.paymentMethods()).rejects.toMatchObject({
      name: 'ApiError',
      providerCode: '50010',
      category: 'authorization',
    })
    expect(sent).toHaveLength(1)
  })

  it('is asked again after a time-out', async () => {
    const { client, sent } = createScriptedApi([hang(), succeed([TRON])])
    await expect(client.checkout.paymentMethods()).resolves.toEqual([TRON])
    expect(sent).toHaveLength(2)
  })

  it('has types for the documented fields, and keeps the others', async () => {
    const { client } = createScriptedApi([succeed([TRON])])
    const [method] = await client.checkout.paymentMethods()
    const currency: string | undefined = method?.cryptoCurrency
    const network: string | undefined = method?.network
    const name: string | null | undefined = method?.networkDisplayName
    expect([currency, network, name, method?.['logo']]).toEqual([
      'USDT',
      'TRON',
      'TRON (TRC-20)',
      'https://psc.example/tron.svg',
    ])
  })
})
