/**
 * The client on `req.paystablecoin`, and the handlers that know it.
 *
 * @module
 */
import type { ErrorRequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { paystablecoin, paystablecoinHandler } from '../src/index.ts'
import type { Client, ClientOptions } from '../src/index.ts'
import { CLIENT_OPTIONS, serve, VERSIONS } from './support/fixtures.ts'

const errorPage: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  res.status(500).send(error.message)
}

async function read(url: string): Promise<string> {
  return (await fetch(url)).text()
}

describe.each(VERSIONS)('paystablecoin on %s', (_name, express) => {
  it('puts a client on the request that makes signed calls', async () => {
    const calls: string[] = []
    const options: ClientOptions = {
      ...CLIENT_OPTIONS,
      fetch: async (url, init) => {
        calls.push(`${url} ${new Headers(init?.headers).get('x-signature')?.length}`)
        return Response.json({ code: '00000', data: { status: 'INIT' } })
      },
    }
    const showOrder = paystablecoinHandler<{ id: string }>(async (req, res) => {
      res.json(await req.paystablecoin.orders.retrieve(req.params.id))
    })
    const app = express().use(paystablecoin(options)).get('/:id', showOrder)
    expect(await read(`${await serve(app)}/ORDER_1738112345000`)).toBe('{"status":"INIT"}')
    expect(calls).toEqual([
      'http://127.0.0.1:9/api/v1/merchants/1000/orders/ORDER_1738112345000 44',
    ])
  })

  it('makes a client of the request, and the same one for the same options', async () => {
    const clients: Client[] = []
    const ofTenant = paystablecoin((req) => ({ ...CLIENT_OPTIONS, merchantId: req.path.slice(1) }))
    const keep = paystablecoinHandler((req, res) => {
      clients.push(req.paystablecoin)
      res.end()
    })
    const origin = await serve(express().use(ofTenant).use(keep))
    for (const merchantId of ['1000', '1000', '2000']) await read(`${origin}/${merchantId}`)
    const [one, again, other] = clients
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  it('leaves a request without credentials to the error page, and does not go on', async () => {
    const ofTenant = paystablecoin(() => ({ ...CLIENT_OPTIONS, apiSecret: '' }))
    const app = express().use(ofTenant, (_req, res) => void res.send('reached'))
    expect(await read(await serve(app.use(errorPage)))).toMatch(/apiSecret/)
  })
})

describe.each(VERSIONS)('paystablecoinHandler on %s', (_name, express) => {
  it.each(['throws', 'rejects'])('leaves what it %s to the error page', async (how) => {
    const error = new Error('no such order')
    const handler = paystablecoinHandler(() => {
      if (how === 'throws') throw error
      return Promise.reject(error)
    })
    const app = express().use(paystablecoin(CLIENT_OPTIONS)).use(handler).use(errorPage)
    expect(await read(await serve(app))).toBe('no such order')
  })

  it('says which middleware is missing, and does not run', async () => {
    const handler = paystablecoinHandler((_req, res) => res.send('reached'))
    const app = express().use(handler).use(errorPage)
    expect(await read(await serve(app))).toBe(
      'req.paystablecoin is missing: app.use(paystablecoin(…)) before this route.',
    )
  })

  it('may pass a request on', async () => {
    const handler = paystablecoinHandler((_req, _res, next) => next())
    const app = express().use(paystablecoin(CLIENT_OPTIONS)).use(handler)
    app.use((_req, res) => void res.send('the next handler'))
    expect(await read(await serve(app))).toBe('the next handler')
  })
})

it('checks the options of a client when the middleware is made', () => {
  expect(() => paystablecoin({ ...CLIENT_OPTIONS, merchantId: '' })).toThrow(/merchantId/)
})
