/**
 * The client on the app and on the request.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { paystablecoin } from '../src/index.ts'
import type { Client, ClientOptions } from '../src/index.ts'
import { CLIENT_OPTIONS } from './support/fixtures.ts'

const ofTenant = (request: FastifyRequest): ClientOptions => ({
  ...CLIENT_OPTIONS,
  merchantId: String(request.headers['x-tenant'] ?? ''),
})

describe('paystablecoin', () => {
  it('decorates the app and the request with one client that makes signed calls', async () => {
    const calls: string[] = []
    const fetch: ClientOptions['fetch'] = async (url, init) => {
      calls.push(`${url} ${new Headers(init?.headers).get('x-signature')?.length}`)
      return Response.json({ code: '00000', data: { status: 'INIT' } })
    }
    const app = Fastify()
    await app.register(paystablecoin, { ...CLIENT_OPTIONS, fetch })
    app.get('/', (request) => {
      expect(request.paystablecoin).toBe(app.paystablecoin)
      return request.paystablecoin.orders.retrieve('ORDER_1738112345000')
    })
    const response = await app.inject('/')
    expect(response.json()).toEqual({ status: 'INIT' })
    expect(calls).toEqual([
      'http://127.0.0.1:9/api/v1/merchants/1000/orders/ORDER_1738112345000 44',
    ])
  })

  it('adds no route', async () => {
    const app = Fastify()
    await app.register(paystablecoin, CLIENT_OPTIONS)
    expect(app.printRoutes()).toBe('(empty tree)')
  })

  it('makes a client of the request, and the same one for the same options', async () => {
    const clients: Client[] = []
    const app = Fastify()
    await app.register(paystablecoin, { options: ofTenant })
    app.get('/', (request) => clients.push(request.paystablecoin))
    for (const tenant of ['1000', '1000', '2000']) {
      await app.inject({ url: '/', headers: { 'x-tenant': tenant } })
    }
    const [one, again, other] = clients
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  it('leaves a request without credentials to the error handler of the app', async () => {
    const app = Fastify()
    await app.register(paystablecoin, { options: ofTenant })
    app.get('/', (request) => request.paystablecoin.orders.retrieve('ORDER_1738112345000'))
    const response = await app.inject('/')
    expect(response.statusCode).toBe(500)
    expect(response.json()).toMatchObject({ message: expect.stringContaining('merchantId') })
  })

  it('has no client on the app where the options depend on the request, and says so', async () => {
    const app = Fastify()
    await app.register(paystablecoin, { options: ofTenant })
    expect(() => app.paystablecoin).toThrow(
      new TypeError('The options depend on the request: use request.paystablecoin.'),
    )
  })

  it('has a client for each scope, and an inner one goes before an outer one', async () => {
    const clients: Client[] = []
    const app = Fastify()
    await app.register(paystablecoin, { options: ofTenant })
    app.register(async (scope) => {
      await scope.register(paystablecoin, CLIENT_OPTIONS)
      scope.get('/inner', (request) => clients.push(request.paystablecoin, scope.paystablecoin))
    })
    app.get('/outer', (request) => clients.push(request.paystablecoin))
    for (const url of ['/inner', '/outer']) {
      await app.inject({ url, headers: { 'x-tenant': '2000' } })
    }
    const [inner, ofScope, outer] = clients
    expect(ofScope).toBe(inner)
    expect(outer).not.toBe(inner)
  })
})
