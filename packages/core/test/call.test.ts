import { describe, expect, it, vi } from 'vitest'
import {
  answer,
  createScriptedApi,
  fail,
  hang,
  ORDER_ID,
  refuse,
  stallBody,
  succeed,
} from './support/scripted-api.ts'
import type { ClientHooks } from '../src/index.ts'
import type { Step } from './support/scripted-api.ts'

const FOUND = succeed({ status: 'INIT' })
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )

describe('a call that fails once', () => {
  it.each<[string, Step]>([
    ['a time-out', hang()],
    ['a stalled body', stallBody()],
    ['a dropped connection', fail('ECONNRESET')],
    ['a refused connection', fail('ECONNREFUSED')],
    ['HTTP 500', answer(500, '')],
    ['HTTP 502 in HTML', answer(502, '<html>', { 'content-type': 'text/html' })],
    ['HTTP 503 with a code', answer(503, '{"code":"50300"}')],
    ['HTTP 408', answer(408, '')],
    ['HTTP 429', answer(429, '')],
    ['an empty 200', answer(200, '')],
    ['truncated JSON', answer(200, '{"code":"00000","data":{"sta')],
    ['the internal error 99999', refuse('99999')],
  ])('is tried again after %s', async (_name, step) => {
    const { client, clock, sent } = createScriptedApi([step, FOUND])
    await expect(client.orders.retrieve(ORDER_ID)).resolves.toEqual({ status: 'INIT' })
    expect(sent).toHaveLength(2)
    expect(clock.waiting()).toBe(0)
  })

  it.each<[string, Step]>([
    ['a refusal', refuse('10001')],
    ['an unknown code', refuse('77777')],
    ['HTTP 403', answer(403, '<html>')],
    ['a redirect', answer(302, '', { location: 'https://elsewhere.example' })],
    ['a code that is a number', answer(200, '{"code":0,"data":{}}')],
    ['a success without data', succeed(null)],
    ['more than 1 MiB', answer(200, ' '.repeat(1_048_577))],
  ])('is not tried again after %s', async (_name, step) => {
    const { client, clock, sent } = createScriptedApi([step, FOUND])
    await expect(client.orders.retrieve(ORDER_ID)).rejects.toThrow(Error)
    expect(sent).toHaveLength(1)
    expect(clock.waiting()).toBe(0)
  })
})

describe('attempts', () => {
  it('end after the first and two more', async () => {
    const { client, sent } = createScriptedApi([hang(), hang(), hang(), FOUND])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ name: 'TransportError', reason: 'timeout', outcome: 'unknown' })
    expect(sent).toHaveLength(3)
  })

  it('are as many as maxRetries says', async () => {
    const { client, sent } = createScriptedApi([hang(), FOUND], { maxRetries: 0 })
    await caught(client.orders.retrieve(ORDER_ID))
    expect(sent).toHaveLength(1)
  })

  it('are each signed again with a fresh timestamp', async () => {
    const { client, sent } = createScriptedApi([hang(), FOUND])
    await client.orders.retrieve(ORDER_ID)
    const [first, second] = sent.map(({ headers }) => headers)
    expect(second?.get('x-timestamp')).not.toBe(first?.get('x-timestamp'))
    expect(second?.get('x-signature')).not.toBe(first?.get('x-signature'))
  })

  it('are spaced exponentially, with jitter', async () => {
    const { client, clock } = createScriptedApi([refuse('99999'), refuse('99999'), FOUND])
    await client.orders.retrieve(ORDER_ID)
    expect(clock.pausesMs).toEqual([250, 500])
  })

  it.each([
    ['seconds', '3', 3000],
    ['a date', new Date(1_790_000_004_000).toUTCString(), 4000],
    ['a date in the past', new Date(1_780_000_000_000).toUTCString(), 0],
    ['something else', 'soon', 250],
  ])('wait as Retry-After says in %s', async (_name, header, pauseMs) => {
    const headers = { 'retry-after': header }
    const { client, clock } = createScriptedApi([answer(429, '', headers), FOUND])
    await client.orders.retrieve(ORDER_ID)
    expect(clock.pausesMs).toEqual(pauseMs === 0 ? [] : [pauseMs])
  })

  it('end at once when Retry-After lies beyond the deadline, which is never shortened', async () => {
    const { client, clock, sent } = createScriptedApi([answer(429, '', { 'retry-after': '90' })])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ name: 'ResponseError', httpStatus: 429, retryAfterMs: 90_000 })
    expect(sent).toHaveLength(1)
    expect(clock.pausesMs).toEqual([])
  })

  it('end at the deadline of the call', async () => {
    const { client, sent } = createScriptedApi([hang(), hang(), FOUND])
    await caught(client.orders.retrieve(ORDER_ID, { deadlineMs: 8_000 }))
    expect(sent).toHaveLength(1)
  })

  it('end when the process slept through the deadline in a pause', async () => {
    const { client, clock, sent } = createScriptedApi([refuse('99999'), FOUND], {
      startTimer: (run, delayMs) => {
        if (delayMs !== 250) return () => undefined
        queueMicrotask(() => {
          clock.advance(60_000)
          run()
        })
        return () => undefined
      },
    })
    expect(await caught(client.orders.retrieve(ORDER_ID))).toMatchObject({ providerCode: '99999' })
    expect(sent).toHaveLength(1)
  })

  it('never take longer than what is left until the deadline', async () => {
    const delays: number[] = []
    const { client } = createScriptedApi([FOUND], {
      startTimer: (_run, delayMs) => {
        delays.push(delayMs)
        return () => undefined
      },
    })
    await client.orders.retrieve(ORDER_ID, { deadlineMs: 5_000 })
    expect(delays).toEqual([5_000])
  })
})

describe('an abort', () => {
  it('beforehand sends nothing and says so', async () => {
    const { client, sent, clock } = createScriptedApi([])
    const reason = new Error('not wanted any more')
    const error = await caught(
      client.orders.retrieve(ORDER_ID, { signal: AbortSignal.abort(reason) }),
    )
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'not-sent', cause: reason })
    expect(sent).toHaveLength(0)
    expect(clock.waiting()).toBe(0)
  })

  it('during an attempt ends it, and the outcome is unknown', async () => {
    const stop = countListeners(new AbortController())
    const { client, clock, sent } = createScriptedApi([
      () => {
        queueMicrotask(() => stop.controller.abort())
        return new Promise<Response>(() => undefined)
      },
    ])
    const error = await caught(client.orders.retrieve(ORDER_ID, { signal: stop.controller.signal }))
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown' })
    expect(sent[0]?.signal?.aborted).toBe(true)
    expect([clock.waiting(), stop.count()]).toEqual([0, 0])
  })

  it('during a pause ends the call at once', async () => {
    const stop = countListeners(new AbortController())
    const { client, sent } = createScriptedApi([refuse('99999'), FOUND], {
      startTimer: (_run, delayMs) => {
        if (delayMs === 250) queueMicrotask(() => stop.controller.abort())
        return () => undefined
      },
    })
    const error = await caught(client.orders.retrieve(ORDER_ID, { signal: stop.controller.signal }))
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown' })
    expect(sent).toHaveLength(1)
    expect(stop.count()).toBe(0)
  })

  it('during a pause says that nothing was sent when no attempt could have arrived', async () => {
    const stop = new AbortController()
    const { client } = createScriptedApi([fail('ECONNREFUSED')], {
      startTimer: (_run, delayMs) => {
        if (delayMs === 250) queueMicrotask(() => stop.abort())
        return () => undefined
      },
    })
    const error = await caught(client.orders.retrieve(ORDER_ID, { signal: stop.signal }))
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'not-sent' })
  })

  it('leaves no listener behind a call that succeeds', async () => {
    const stop = countListeners(new AbortController())
    const { client } = createScriptedApi([refuse('99999'), FOUND])
    await client.orders.retrieve(ORDER_ID, { signal: stop.controller.signal })
    expect(stop.count()).toBe(0)
  })
})

describe('an error', () => {
  it('says what there was instead of an envelope, and hides the excerpt from logs', async () => {
    const html = `<html>${'x'.repeat(300)}`
    const { client } = createScriptedApi([answer(403, html, { 'content-type': 'text/html' })])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({
      name: 'ResponseError',
      code: 'RESPONSE_ERROR',
      reason: 'http-status',
      httpStatus: 403,
      contentType: 'text/html',
      excerpt: html.slice(0, 200),
    })
    expect(JSON.stringify(error)).not.toContain('<html>')
    expect(Object.keys(error as object)).not.toContain('excerpt')
  })

  it.each<[string, Step]>([
    ['empty', answer(200, '')],
    ['not-json', answer(200, '<html>')],
    ['no-code', answer(200, '{"code":20001}')],
    ['no-code', answer(200, '[]')],
    ['no-code', answer(200, '{"data":{}}')],
    ['no-data', succeed(null)],
    ['no-data', succeed([])],
    ['http-status', answer(500, '{"code":"00000","data":{"status":"INIT"}}')],
    ['redirect', answer(307, '', { location: '/' })],
    ['too-large', answer(200, 'x'.repeat(1_048_577))],
  ])('has the reason %s of its own', async (reason, step) => {
    const { client } = createScriptedApi([step], { maxRetries: 0 })
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ name: 'ResponseError', reason })
  })

  it.each([
    ['10001', 'parameter'],
    ['20006', 'business'],
    ['30001', 'data'],
    ['40400', 'not-found'],
    ['50010', 'authorization'],
    ['99999', 'system'],
    ['66666', 'other'],
    ['1x001', 'other'],
  ])('of code %s is of the category %s', async (code, category) => {
    const { client } = createScriptedApi([refuse(code)], { maxRetries: 0 })
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ providerCode: code, category, retryable: category === 'system' })
  })

  it.each([429, 503])(
    'waits as long as Retry-After says after HTTP %d in an envelope',
    async (status) => {
      const busy = answer(status, '{"code":"20099"}', { 'retry-after': '3' })
      const { client, clock, sent } = createScriptedApi([busy, succeed({ status: 'INIT' })])
      expect(await client.orders.retrieve(ORDER_ID)).toMatchObject({ status: 'INIT' })
      expect([sent.length, clock.pausesMs]).toEqual([2, [3000]])
    },
  )

  it('does not come of a hook that is left out', async () => {
    const hooks = { beforeRequest: undefined }
    const { client } = createScriptedApi([succeed({ status: 'INIT' })], { hooks })
    expect(await client.orders.retrieve(ORDER_ID)).toEqual({ status: 'INIT' })
  })

  it.each([
    ['orders', { merchantOrderId: 'OTHER_1' }],
    ['refunds', { merchantRefundOrderId: 'OTHER_1' }],
  ] as const)('of %s that names another one is of the reason other-id', async (kind, names) => {
    const other = succeed({ status: 'SUCCEEDED', ...names })
    const { client } = createScriptedApi([other])
    expect(await caught(client[kind].retrieve(ORDER_ID))).toMatchObject({
      name: 'ResponseError',
      reason: 'other-id',
    })
  })

  it.each([
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe])],
    ['UTF-8 cut short', new Uint8Array([0x7b, 0xc3])],
  ])('of %s is not-json, not empty', async (_name, bytes) => {
    const { client } = createScriptedApi([() => new Response(bytes)], { maxRetries: 0 })
    expect(await caught(client.orders.retrieve(ORDER_ID))).toMatchObject({ reason: 'not-json' })
  })

  it.each(['{"code":"10001"}', '{"code":"10001","message":5}', '{"code":"10001","msg":""}'])(
    'without words of the provider has none: %s',
    async (text) => {
      const { client } = createScriptedApi([answer(200, text)])
      const error = await caught(client.orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ providerCode: '10001', providerMessage: undefined })
    },
  )

  it('in a timer of the merchant goes through as it is', async () => {
    const broken = new Error('no timers left')
    const { client } = createScriptedApi([FOUND], {
      startTimer: () => {
        throw broken
      },
    })
    expect(await caught(client.orders.retrieve(ORDER_ID))).toBe(broken)
  })

  it('keeps a refusal that came with an HTTP error', async () => {
    const { client } = createScriptedApi([answer(401, '{"code":"50001","msg":"no"}')])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ providerCode: '50001', httpStatus: 401, providerMessage: 'no' })
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])(
    'of %s says that nothing was sent',
    async (code) => {
      const { client } = createScriptedApi([fail(code)], { maxRetries: 0 })
      const error = await caught(client.orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ reason: 'network', outcome: 'not-sent' })
    },
  )

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT'])(
    'of %s does not claim that nothing was sent',
    async (code) => {
      const { client } = createScriptedApi([fail(code)], { maxRetries: 0 })
      const error = await caught(client.orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ reason: 'network', outcome: 'unknown' })
    },
  )

  it.each([new Error('no code, no cause'), 'no error at all'])(
    'of a fetch that throws %s does not claim that nothing was sent',
    async (thrown) => {
      const step: Step = () => {
        throw thrown
      }
      const { client } = createScriptedApi([step], { maxRetries: 0 })
      const error = await caught(client.orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ reason: 'network', outcome: 'unknown', cause: thrown })
    },
  )

  it('of several addresses was not sent only if every one refused', async () => {
    const codes =
      (...list: string[]) =>
      (): Response => {
        const errors = list.map((code) => Object.assign(new Error(code), { code }))
        throw new TypeError('fetch failed', { cause: new AggregateError(errors) })
      }
    const both = createScriptedApi([codes('ECONNREFUSED', 'ECONNREFUSED')], { maxRetries: 0 })
    expect(await caught(both.client.orders.retrieve(ORDER_ID))).toMatchObject({
      outcome: 'not-sent',
    })
    const one = createScriptedApi([codes('ECONNREFUSED', 'ETIMEDOUT')], { maxRetries: 0 })
    expect(await caught(one.client.orders.retrieve(ORDER_ID))).toMatchObject({ outcome: 'unknown' })
  })
})

describe('hooks', () => {
  it('see each moment with the route as a template and nothing that identifies', async () => {
    const { client, seen } = createScriptedApi([refuse('99999'), FOUND])
    await client.orders.retrieve(ORDER_ID)
    expect(seen.map(([name, state]) => [name, state.attempt, state.httpStatus])).toEqual([
      ['beforeRequest', 1, undefined],
      ['afterResponse', 1, 200],
      ['onRetry', 1, 200],
      ['beforeRequest', 2, undefined],
      ['afterResponse', 2, 200],
    ])
    expect(seen[2]?.[1]).toMatchObject({
      method: 'GET',
      route: '/orders/{merchantOrderId}',
      delayMs: 250,
      error: { providerCode: '99999' },
    })
    expect(JSON.stringify(seen)).not.toContain(ORDER_ID)
  })

  it('hear of the error that ends a call, and how long the attempt took', async () => {
    const { client, seen } = createScriptedApi([hang()], { maxRetries: 0 })
    await caught(client.orders.retrieve(ORDER_ID))
    expect(seen.at(-1)).toMatchObject([
      'onError',
      { durationMs: 7_777, error: { reason: 'timeout' } },
    ])
  })

  it('hear of an abort in a pause', async () => {
    const stop = new AbortController()
    const { client, seen } = createScriptedApi([refuse('99999')], {
      startTimer: (_run, delayMs) => {
        if (delayMs === 250) queueMicrotask(() => stop.abort())
        return () => undefined
      },
    })
    await caught(client.orders.retrieve(ORDER_ID, { signal: stop.signal }))
    expect(seen.at(-1)).toMatchObject(['onError', { error: { reason: 'aborted' } }])
  })

  it('that throw or reject break nothing and are written to the console', async () => {
    const written = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const { client } = createScriptedApi([FOUND], {
      hooks: {
        beforeRequest: () => {
          throw new Error('hook')
        },
        afterResponse: () => Promise.reject(new Error('hook')),
      },
    })
    await expect(client.orders.retrieve(ORDER_ID)).resolves.toBeDefined()
    expect(written).toHaveBeenCalledTimes(2)
    written.mockRestore()
  })

  it('around a call and its attempts hear how each of them ended, and break nothing', async () => {
    const told: unknown[] = []
    const around =
      (what: string): ClientHooks['aroundCall'] =>
      async ({ route, attempt, origin }, run) => {
        told.push([what, 'begins', route, attempt, origin])
        const { httpStatus, error } = await run()
        told.push([what, 'ends', httpStatus, error?.name])
        throw new Error('hook')
      }
    const written = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const { client } = createScriptedApi([refuse('99999'), FOUND], {
      hooks: { aroundCall: around('call'), aroundAttempt: around('attempt') },
    })
    await expect(client.orders.retrieve(ORDER_ID)).resolves.toBeDefined()
    const route = '/orders/{merchantOrderId}'
    const origin = 'http://psc.test'
    expect(told).toEqual([
      ['call', 'begins', route, 1, origin],
      ['attempt', 'begins', route, 1, origin],
      ['attempt', 'ends', 200, 'ApiError'],
      ['attempt', 'begins', route, 2, origin],
      ['attempt', 'ends', 200, undefined],
      ['call', 'ends', 200, undefined],
    ])
    expect(written).toHaveBeenCalledTimes(3)
    written.mockRestore()
  })

  it('hear how far the clock of the provider is ahead', async () => {
    const date = new Date(1_790_000_007_000).toUTCString()
    const { client, seen } = createScriptedApi([
      () => new Response('{"code":"00000","data":{"status":"INIT"}}', { headers: { date } }),
    ])
    await client.orders.retrieve(ORDER_ID)
    expect(seen.at(-1)).toMatchObject(['afterResponse', { measuredOffsetMs: 7000 }])
  })
})

function countListeners(controller: AbortController): {
  readonly controller: AbortController
  readonly count: () => number
} {
  let count = 0
  const { signal } = controller
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    count += 1
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    count -= 1
    remove(...args)
  }
  return { controller, count: () => (signal.aborted ? Math.max(0, count - 1) : count) }
}
