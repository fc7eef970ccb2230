import { Hono } from 'hono'
import { verifyRequest } from '@paystablecoin/core'
import { paystablecoin } from '../src/index.ts'
import type { Client } from '../src/index.ts'
import { describe, expect, it } from 'vitest'
import { CLIENT_OPTIONS, SECRET } from './support/fixtures.ts'

describe('paystablecoin', () => {
  it('puts a client on c.var that makes signed calls', async () => {
    const calls: Request[] = []
    const fetch: typeof globalThis.fetch = async (...call) => {
      calls.push(new Request(...call))
      return Response.json({ code: '00000', data: { status: 'SUCCEEDED' } })
    }
    const app = new Hono()
      .use(paystablecoin({ ...CLIENT_OPTIONS, fetch }))
      .get('/orders/:id', async (c) =>
        c.json(await c.var.paystablecoin.orders.retrieve(c.req.param('id'))),
      )

    const response = await app.request('/orders/ORDER_1738112345000')
    expect(await response.json()).toEqual({ status: 'SUCCEEDED' })
    const [call] = calls
    expect(call?.headers.get('x-api-key')).toBe(CLIENT_OPTIONS.apiKey)
    await verifyRequest(
      {
        method: 'GET',
        path: '/api/v1/merchants/1000/orders/ORDER_1738112345000',
        timestamp: call?.headers.get('x-timestamp') ?? '',
        signature: call?.headers.get('x-signature') ?? '',
      },
      { apiSecret: SECRET },
    )
  })

  it('makes one client for all requests', async () => {
    const clients: Client[] = []
    const app = new Hono().use(paystablecoin(CLIENT_OPTIONS)).get('/', (c) => {
      clients.push(c.var.paystablecoin)
      return c.body(null)
    })
    await app.request('/')
    await app.request('/')
    expect(clients).toHaveLength(2)
    expect(clients[0]).toBe(clients[1])
  })

  it('makes a client of each context’s credentials, and again only when they change', async () => {
    type Bindings = { SECRET: string }
    const clients: Client[] = []
    const app = new Hono<{ Bindings: Bindings }>()
      .use(
        paystablecoin<{ Bindings: Bindings }>((c) => ({
          ...CLIENT_OPTIONS,
          apiSecret: c.env.SECRET,
        })),
      )
      .get('/', (c) => {
        clients.push(c.var.paystablecoin)
        return c.body(null)
      })
    for (const SECRET of ['one', 'one', 'two']) await app.request('/', undefined, { SECRET })
    expect(clients[0]).toBe(clients[1])
    expect(clients[1]).not.toBe(clients[2])
  })

  it('rejects missing credentials when the app is built', () => {
    expect(() => paystablecoin({ ...CLIENT_OPTIONS, apiKey: '' })).toThrow(/apiKey/)
  })

  it('answers 500, and does not go on, when a request has no credentials', async () => {
    const app = new Hono<{ Bindings: { SECRET: string } }>()
      .use(
        paystablecoin<{ Bindings: { SECRET: string } }>((c) => ({
          ...CLIENT_OPTIONS,
          apiSecret: c.env.SECRET,
        })),
      )
      .get('/', (c) => c.text('reached'))
      .onError((error, c) => c.text(error.message, 500))
    const response = await app.request('/', undefined, { SECRET: '' })
    expect(response.status).toBe(500)
    expect(await response.text()).toMatch(/apiSecret/)
  })
})
