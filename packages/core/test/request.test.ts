import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTransportError } from '../src/index.ts'
import type { RequestParams } from '../src/index.ts'
import { answer, createScriptedApi, fail, hang, refuse, succeed } from './support/scripted-api.ts'
import type { ScriptedApi, Step } from './support/scripted-api.ts'

const PATH = '/checkout/orders/ORDER_1738112345000'
const CLOSE = { method: 'POST', path: '/orders/ORDER_1738112345000/close', body: {} } as const
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )
const requestWrongly = (api: ScriptedApi, wrong: Record<string, unknown>): Promise<unknown> =>
  api.client.request({ method: 'GET', path: PATH, ...wrong } as RequestParams)

describe('client.request', () => {
  it('sends a signed call below the path of the merchant, and resolves with the data', async () => {
    const { client, sent } = createScriptedApi([succeed({ status: 'INIT', news: [1] })])
    const data = await client.request({ method: 'GET', path: '/orders' })
    expect(data).toEqual({ status: 'INIT', news: [1] })
    expect(sent[0]).toMatchObject({
      url: 'http://psc.test/api/v1/merchants/1000/orders',
      method: 'GET',
      body: undefined,
    })
    expect(sent[0]?.headers.get('x-api-key')).toBe('test-key')
  })

  it('sends no API key below /checkout, where the provider takes none', async () => {
    const { client, sent } = createScriptedApi([succeed({}), succeed({}), succeed({})])
    for (const path of [PATH, '/checkout', '/checkouts']) {
      await client.request({ method: 'GET', path })
    }
    const keys = sent.map(({ headers }) => headers.get('x-api-key'))
    expect(keys).toEqual([null, 'test-key', 'test-key'])
  })

  it.each(['POST', 'PUT', 'PATCH'] as const)(
    'sends a body as minified JSON with %s',
    async (method) => {
      const { client, sent } = createScriptedApi([succeed({})])
      const body = {
        network: 'TRON',
        amount: { value: '1.50', currency: 'USDT' },
        note: 'é',
        left: undefined,
      }
      await client.request({ method, path: '/checkout/orders', body })
      expect(sent[0]?.body).toBe(
        '{"network":"TRON","amount":{"value":"1.50","currency":"USDT"},"note":"é"}',
      )
      expect(sent[0]?.headers.get('content-type')).toBe('application/json')
    },
  )

  it('sends a list as a body, and a DELETE without one', async () => {
    const { client, sent } = createScriptedApi([succeed({}), succeed({})])
    await client.request({ method: 'POST', path: '/x', body: [1, null, true] })
    await client.request({ method: 'DELETE', path: '/x' })
    expect(sent.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '[1,null,true]'],
      ['DELETE', undefined],
    ])
  })

  it('sends the very characters of the query that it signs', async () => {
    const { client, sent } = createScriptedApi([succeed({})])
    const query = { q: "a b&c='é#", page: 2, open: false, none: undefined, empty: '' }
    await client.request({ method: 'GET', path: '/orders', query })
    const characters = 'q=a+b%26c%3D%27%C3%A9%23&page=2&open=false&empty='
    expect(sent[0]?.url).toBe(`http://psc.test/api/v1/merchants/1000/orders?${characters}`)
    expect(new URL(sent[0]?.url ?? '').search).toBe(`?${characters}`)
  })

  it('sends no question mark for a query of nothing', async () => {
    const { client, sent } = createScriptedApi([succeed({})])
    await client.request({ method: 'GET', path: '/orders', query: { page: undefined } })
    expect(sent[0]?.url).toBe('http://psc.test/api/v1/merchants/1000/orders')
  })

  it.each([[[1]], ['text'], [7], [null], [undefined]])(
    'resolves with data that is %j',
    async (data) => {
      const { client } = createScriptedApi([succeed(data)])
      await expect(client.request({ method: 'GET', path: PATH })).resolves.toEqual(data)
    },
  )

  it('takes the options of every other call', async () => {
    const { client, sent } = createScriptedApi([])
    const signal = AbortSignal.abort('stop')
    const error = await caught(client.request({ ...CLOSE, signal }))
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'not-sent', cause: 'stop' })
    expect(sent).toHaveLength(0)
  })
})

describe('the arguments of client.request', () => {
  it.each<[string, unknown]>([
    ['method', undefined],
    ['method', 'get'],
    ['method', 'HEAD'],
    ['method', 7],
    ...[
      undefined,
      7,
      '',
      '/',
      'orders',
      '/orders/',
      '//orders',
      '/orders//x',
      '/..',
      '/orders/..',
      '/orders/../../1001/orders',
      '/./orders',
      '/.hidden',
      '/orders/%2e%2e',
      '/orders/a%2Fb',
      '/orders?page=2',
      '/orders#top',
      '/orders/{id}',
      '/orders/a b',
      '/orders/é',
      '/orders\n',
      '/orders\\x',
      'https://elsewhere.example/orders',
      '//elsewhere.example/orders',
      '/api/v1/merchants/1000/orders',
    ].map((path): [string, unknown] => ['path', path]),
    ...[
      null,
      'page=2',
      7,
      [],
      [['page', 2]],
      new URLSearchParams('page=2'),
      new Map([['page', 2]]),
    ].map((query): [string, unknown] => ['query', query]),
    ...[null, {}, ['a'], 1n, Number.NaN, Infinity, () => 'a', new Date()].map(
      (page): [string, unknown] => ['query', { page }],
    ),
    ['route', 7],
    ['idempotent', 'yes'],
    ['idempotent', null],
    ['parse', 'json'],
    ['parse', null],
    ['timeoutMs', 0],
    ['deadlineMs', '1'],
    ['signal', {}],
  ])(
    'reject a wrong %s (%o) with a TypeError that names it, and send nothing',
    async (option, value) => {
      const api = createScriptedApi([])
      const error = await caught(requestWrongly(api, { [option]: value }))
      expect(error).toBeInstanceOf(TypeError)
      expect(String(error)).toMatch(`TypeError: ${option}`)
      expect([api.sent.length, api.seen.length]).toEqual([0, 0])
    },
  )

  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  it.each<[string, unknown]>([
    ['a text, which would be quoted', '{"a":1}'],
    ['a number', 7],
    ['null', null],
    ['a function', () => ({})],
    ['bytes', new Uint8Array([1])],
    ['a map', new Map([['a', 1]])],
    ['a circle', circle],
    ['a bigint', { amount: 1n }],
    ['NaN', { deep: [Number.NaN] }],
    ['Infinity', { amount: Infinity }],
    ['a function inside', { deep: { run: () => 1 } }],
    ['a symbol inside', { deep: [Symbol('a')] }],
    ['a map inside', { deep: new Map([['a', 1]]) }],
    ['an object that says it is nothing', { toJSON: () => undefined }],
  ])('reject a body that is or has %s', async (_name, body) => {
    const api = createScriptedApi([])
    const error = await caught(requestWrongly(api, { method: 'POST', path: '/x', body }))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(/TypeError: body must be/)
    expect([api.sent.length, api.seen.length]).toEqual([0, 0])
  })

  it('take a Date in a body as its ISO text', async () => {
    const { client, sent } = createScriptedApi([succeed({})])
    await client.request({ method: 'POST', path: '/x', body: { at: new Date(0) } })
    expect(sent[0]?.body).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
  })

  it.each([
    ['a body with GET', { method: 'GET', body: {} }],
    ['a body with DELETE', { method: 'DELETE', body: {} }],
    ['a query with POST', { method: 'POST', query: { page: 2 } }],
  ] as const)('reject %s, which the provider does not sign', async (_name, params) => {
    const api = createScriptedApi([])
    const error = await caught(requestWrongly(api, params))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('not signed with')
    expect([api.sent.length, api.seen.length]).toEqual([0, 0])
  })
})

describe('for any text, client.request', () => {
  const text = fc.string({ unit: 'binary' })

  // The scripted API verifies the signature over what a URL parser makes of the URL.
  it('sends a query that a URL parser leaves as it was signed', async () => {
    const query = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean()), { maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(query, async (params) => {
        const { client, sent } = createScriptedApi([succeed({})])
        await client.request({ method: 'GET', path: '/orders', query: params })
        const url = sent[0]?.url ?? ''
        expect(new URL(url).href).toBe(url)
        expect([...new URL(url).searchParams]).toEqual(
          Object.entries(params).map(([name, value]) => [name, String(value)]),
        )
      }),
    )
  })

  it('sends it below the path of the merchant as it is, or rejects it as a path', async () => {
    const piece = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '\\',
      '?',
      '#',
      ':',
      '@',
      '~',
      'a',
      'Z',
      '9',
    )
    const path = fc.oneof(
      text,
      fc.array(piece).map((pieces) => `/${pieces.join('')}`),
    )
    await fc.assert(
      fc.asyncProperty(path, async (candidate) => {
        const { client, sent } = createScriptedApi([succeed({})])
        const error = await client.request({ method: 'GET', path: candidate }).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        const { pathname } = new URL(sent[0]?.url ?? 'http://psc.test/none')
        if (error === undefined) expect(pathname).toBe(`/api/v1/merchants/1000${candidate}`)
        else
          expect([Object(error).message, sent.length]).toEqual([
            expect.stringMatching(/^path must/),
            0,
          ])
      }),
      { numRuns: 500 },
    )
  })
})

describe('parse', () => {
  const toStatus = (data: unknown): string => {
    if (typeof data === 'object' && data !== null && 'status' in data) return String(data.status)
    throw new Error('no status')
  }

  it('makes the result, and its type', async () => {
    const { client } = createScriptedApi([succeed({ status: 'INIT' })])
    const status = await client.request({ method: 'GET', path: PATH, parse: toStatus })
    expect(status.toLowerCase()).toBe('init')
  })

  it('may be asynchronous', async () => {
    const { client } = createScriptedApi([succeed({ status: 'INIT' })])
    const parse = async (data: unknown): Promise<string> => toStatus(data)
    const status: string = await client.request({ method: 'GET', path: PATH, parse })
    expect(status).toBe('INIT')
  })

  it.each<[string, (data: unknown) => unknown]>([
    ['throws', toStatus],
    ['rejects', async (data: unknown) => toStatus(data)],
  ])('that %s makes a ResponseError with its cause', async (_name, parse) => {
    const { client, sent } = createScriptedApi([succeed({}), succeed({ status: 'INIT' })])
    const error = await caught(client.request({ method: 'GET', path: PATH, parse }))
    expect(error).toMatchObject({
      name: 'ResponseError',
      reason: 'no-data',
      cause: { message: 'no status' },
    })
    expect(String(error)).toContain('The provider accepted the call: query')
    expect(sent).toHaveLength(1)
  })

  it('is what the type of the result is taken from: without it there is none', () => {
    const { client } = createScriptedApi([])
    // @ts-expect-error A type alone would claim what nobody checked.
    const claim = () => client.request<{ status: string }>({ method: 'GET', path: PATH })
    expect(claim).toBeTypeOf('function')
  })
})

describe('a request that fails', () => {
  const MAYBE: readonly (readonly [string, Step])[] = [
    ['a time-out', hang()],
    ['a dropped connection', fail('ECONNRESET')],
    ['HTTP 500', answer(500, '')],
    ['HTTP 503 with a code', answer(503, '{"code":"50300"}')],
    ['truncated JSON', answer(200, '{"code":"000')],
    ['the internal error 99999', refuse('99999')],
    ['a code of data', refuse('30001')],
    ['a code of no documented range', refuse('60001')],
  ]

  it.each(MAYBE)('is not sent again after %s, and its outcome is unknown', async (_name, step) => {
    const { client, clock, sent } = createScriptedApi([step, succeed({})])
    const startedAtMs = clock.now()
    const error = await caught(client.request(CLOSE))
    expect(error).toMatchObject({ name: 'TransportError', outcome: 'unknown' })
    if (!isTransportError(error)) throw error
    expect(error.absenceProvableAtMs).toBeGreaterThanOrEqual(startedAtMs + 300_000)
    expect(error.message).toContain('must not be taken for failed')
    expect(error.message).toContain('Query what the call was to change')
    expect(error.message).toContain(new Date(error.absenceProvableAtMs ?? 0).toISOString())
    expect(error.message).not.toContain('ORDER_1738112345000')
    expect(error.cause).toBeInstanceOf(Error)
    expect(sent).toHaveLength(1)
  })

  it.each(MAYBE.slice(0, 6))(
    'is sent again after %s when it is idempotent',
    async (_name, step) => {
      const { client, sent } = createScriptedApi([step, succeed({ status: 'CLOSED' })])
      const data = await client.request({ ...CLOSE, idempotent: true })
      expect(data).toEqual({ status: 'CLOSED' })
      expect(sent).toHaveLength(2)
      expect(sent[1]?.body).toBe(sent[0]?.body)
    },
  )

  it.each<[string, Step]>([
    ['a refused connection', fail('ECONNREFUSED')],
    ['HTTP 429 with a code', answer(429, '{"code":"50429"}')],
  ])('is sent again after %s, which has no effect', async (_name, step) => {
    const { client, sent } = createScriptedApi([step, succeed({})])
    await expect(client.request(CLOSE)).resolves.toEqual({})
    expect(sent).toHaveLength(2)
  })

  it.each(['10001', '20007', '40903', '50010'])('is refused with %s', async (code) => {
    const { client, sent } = createScriptedApi([refuse(code)])
    const error = await caught(client.request(CLOSE))
    expect(error).toMatchObject({ name: 'ApiError', providerCode: code })
    expect(sent).toHaveLength(1)
  })

  it('is unknown when a refusal follows an attempt that may have taken effect', async () => {
    const { client } = createScriptedApi([hang(), refuse('20004')])
    const error = await caught(client.request({ ...CLOSE, idempotent: true }))
    expect(error).toMatchObject({
      name: 'TransportError',
      outcome: 'unknown',
      cause: { name: 'ApiError', providerCode: '20004' },
    })
  })

  it('is sent again as a GET, and fails with its own last error', async () => {
    const { client, sent } = createScriptedApi([hang(), refuse('99999'), refuse('30001')])
    const error = await caught(client.request({ method: 'GET', path: PATH }))
    expect(error).toMatchObject({ name: 'ApiError', providerCode: '30001' })
    expect(sent).toHaveLength(3)
  })

  it('is not sent again as a GET that says it is not idempotent', async () => {
    const { client, sent } = createScriptedApi([hang()])
    const error = await caught(client.request({ method: 'GET', path: PATH, idempotent: false }))
    expect(error).toMatchObject({ name: 'TransportError', outcome: 'unknown', reason: 'timeout' })
    expect(sent).toHaveLength(1)
  })
})

describe('hooks', () => {
  it.each([
    ['/orders', '/orders'],
    ['/checkout/payment-methods', '/checkout/payment-methods'],
    [PATH, '/checkout/orders/{id}'],
    [CLOSE.path, '/orders/{id}/close'],
    ['/orders/abcdefghijklmnop', '/orders/{id}'],
    ['/refunds/R', '/refunds/{id}'],
    ['/refunds/7', '/refunds/{id}'],
  ])('are given %s as %s', async (path, route) => {
    const { client, seen } = createScriptedApi([hang(), succeed({})])
    await client.request({ method: 'GET', path })
    expect(new Set(seen.map(([, state]) => `${state.method} ${state.route}`))).toEqual(
      new Set([`GET ${route}`]),
    )
    expect(seen.map(([name]) => name)).toEqual([
      'beforeRequest',
      'onRetry',
      'beforeRequest',
      'afterResponse',
    ])
  })

  it('are given the route that a call names itself', async () => {
    const { client, seen } = createScriptedApi([refuse('40903')])
    const route = '/refunds/{refund}'
    await caught(client.request({ method: 'DELETE', path: '/refunds/mine', route }))
    expect(seen.map(([name, state]) => [name, state.method, state.route])).toEqual([
      ['beforeRequest', 'DELETE', route],
      ['afterResponse', 'DELETE', route],
      ['onError', 'DELETE', route],
    ])
  })
})
