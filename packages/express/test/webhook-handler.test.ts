/**
 * What is Express's own about the webhook: where it is mounted, what `onEvent` gets, and which errors Express sees.
 *
 * @module
 */
import type { ErrorRequestHandler, Request } from 'express'
import { describe, expect, it } from 'vitest'
import { createWebhookReceiver, paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import {
  CLIENT_OPTIONS,
  PAYMENT_BODY,
  RECEIVED,
  recordWebhooks,
  SECRET,
  sendWebhook,
  serve,
  VERSIONS,
} from './support/fixtures.ts'

/** An error page that keeps what it was shown. */
function createErrorPage(): {
  readonly errors: unknown[]
  readonly errorPage: ErrorRequestHandler
} {
  const errors: unknown[] = []
  const errorPage: ErrorRequestHandler = (error, _req, res, _next) => {
    errors.push(error)
    res.status(502).send('the error page')
  }
  return { errors, errorPage }
}

describe.each(VERSIONS)('paystablecoinWebhook on %s', (_name, express) => {
  it('answers POSTs to its path, and leaves other methods and paths to Express', async () => {
    const { options, events } = recordWebhooks()
    const app = express().post('/webhook', paystablecoinWebhook(options))
    const origin = await serve(app)
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    expect((await sendWebhook(`${origin}/other`)).status).toBe(404)
    expect((await fetch(`${origin}/webhook`)).status).toBe(404)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
  })

  it('verifies the whole path in a router and in an app that is mounted', async () => {
    const { options, events } = recordWebhooks()
    const router = express.Router().post('/webhook/:kind', paystablecoinWebhook(options))
    const inner = express().use('/inner', router)
    const origin = await serve(express().use('/shop', router).use('/outer', inner))
    expect(await sendWebhook(`${origin}/shop/webhook/payment?a=1`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/outer/inner/webhook/refund`)).toEqual(RECEIVED)
    // Both are the same payment.
    expect(events).toHaveLength(1)
  })

  it("hands Express's request to onEvent, with the client where its middleware ran", async () => {
    const seen: unknown[] = []
    const { options } = recordWebhooks()
    const onEvent = (_event: unknown, req: Request) => {
      seen.push(req.params['kind'], 'paystablecoin' in req)
    }
    const webhook = paystablecoinWebhook({ ...options, onEvent })
    const app = express().use(paystablecoin(CLIENT_OPTIONS)).post('/webhook/:kind', webhook)
    expect(await sendWebhook(`${await serve(app)}/webhook/payment`)).toEqual(RECEIVED)
    expect(seen).toEqual(['payment', true])
  })

  it('takes a receiver of your own', async () => {
    const { options, events } = recordWebhooks()
    const receiver = createWebhookReceiver<unknown>(options)
    const app = express().post('/webhook', paystablecoinWebhook({ receiver }))
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual(RECEIVED)
    expect(events).toHaveLength(1)
  })

  it('takes options that depend on the request', async () => {
    const { options, events } = recordWebhooks()
    const webhook = paystablecoinWebhook((req) => ({
      ...options,
      merchantId: String(req.params['tenant']),
      apiSecret: req.params['tenant'] === 'one' ? SECRET : 'another-secret',
    }))
    const origin = await serve(express().post('/:tenant/webhook', webhook))
    expect(await sendWebhook(`${origin}/one/webhook`)).toEqual(RECEIVED)
    expect(await sendWebhook(`${origin}/two/webhook`)).toMatchObject({ status: 401 })
    expect(events).toHaveLength(1)
  })

  it('hands the work after the response to waitUntil', async () => {
    const work: Promise<unknown>[] = []
    const { options, events } = recordWebhooks()
    const waitUntil = (promise: Promise<unknown>) => void work.push(promise)
    const webhook = { ...options, acknowledge: 'immediately', waitUntil } as const
    const origin = await serve(express().post('/webhook', paystablecoinWebhook(webhook)))
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    await Promise.all(work)
    expect(events).toHaveLength(1)
  })

  it.each(['throws', 'rejects'])('keeps an onEvent that %s from the error page', async (how) => {
    const { errors, errorPage } = createErrorPage()
    const { options, problems } = recordWebhooks()
    const error = new Error('the database is gone')
    const onEvent = (): Promise<void> => {
      if (how === 'throws') throw error
      return Promise.reject(error)
    }
    const webhook = paystablecoinWebhook({ ...options, onEvent })
    const app = express().post('/webhook', webhook).use(errorPage)
    expect(await sendWebhook(`${await serve(app)}/webhook`)).toEqual({
      status: 500,
      text: '{"error":"Not processed, send again"}',
    })
    expect(problems).toMatchObject([{ outcome: 'failed', error }])
    expect(errors).toEqual([])
  })

  it('leaves what the function of the request throws to the error page', async () => {
    const { errors, errorPage } = createErrorPage()
    const error = new Error('no such tenant')
    const webhook = paystablecoinWebhook(() => {
      throw error
    })
    const app = express().post('/webhook', webhook).use(errorPage)
    const answer = await sendWebhook(`${await serve(app)}/webhook`)
    expect(answer).toEqual({ status: 502, text: 'the error page' })
    expect(errors).toEqual([error])
  })

  it('checks its options when it is made', () => {
    const { options } = recordWebhooks()
    expect(() => paystablecoinWebhook({ ...options, apiSecret: '' })).toThrow(/apiSecret/)
  })
})
