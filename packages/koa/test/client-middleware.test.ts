/**
 * The client on `ctx.paystablecoin`.
 *
 * @module
 */
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { paystablecoin } from '../src/index.ts'
import type { Client, ClientOptions } from '../src/index.ts'
import { CLIENT_OPTIONS, serve } from './support/fixtures.ts'

describe('paystablecoin', () => {
  it('puts a client on the context that makes signed calls', async () => {
    const calls: { url: string; headers: Headers }[] = []
    const options: ClientOptions = {
      ...CLIENT_OPTIONS,
      fetch: async (url, init) => {
        calls.push({ url, headers: new Headers(init?.headers) })
        return Response.json({ code: '00000', data: { status: 'INIT' } })
      },
    }
    const app = new Koa<{}, {}>().use(paystablecoin(options)).use(async (ctx) => {
      ctx.body = await ctx.paystablecoin.orders.retrieve('ORDER_1738112345000')
    })
    const response = await fetch(await serve(app))
    expect(await response.json()).toEqual({ status: 'INIT' })
    expect(calls[0]?.url).toBe(
      'http://127.0.0.1:9/api/v1/merchants/1000/orders/ORDER_1738112345000',
    )
    expect(calls[0]?.headers.get('x-signature')).toHaveLength(44)
  })

  it('makes a client of the context, and the same one for the same options', async () => {
    const clients: Client[] = []
    const app = new Koa<{}, {}>()
      .use(paystablecoin((ctx) => ({ ...CLIENT_OPTIONS, merchantId: ctx.path.slice(1) })))
      .use((ctx) => {
        clients.push(ctx.paystablecoin)
        ctx.status = 204
      })
    const origin = await serve(app)
    for (const merchantId of ['1000', '1000', '2000']) await fetch(`${origin}/${merchantId}`)
    const [one, again, other] = clients
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  it('checks its options when it is made', () => {
    expect(() => paystablecoin({ ...CLIENT_OPTIONS, merchantId: '' })).toThrow(/merchantId/)
  })
})
