/**
 * Where a webhook's problem is written when the app has no `onError`: Fastify's own logger, where there is one.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import type { WebhookEvent } from '../src/index.ts'
import { PAYMENT_BODY, SECRET, sendWebhook, serve } from './support/fixtures.ts'

afterEach(() => vi.restoreAllMocks())

interface Line {
  readonly level: number
  readonly msg: string
  readonly [field: string]: unknown
}

const [WARN, ERROR] = [40, 50]

function logTo(lines: Line[]): FastifyServerOptions {
  const stream = { write: (text: string) => void lines.push(JSON.parse(text) as Line) }
  return { logger: { level: 'warn', stream } }
}

async function start(
  options: FastifyServerOptions,
  onEvent: (event: WebhookEvent) => void = () => undefined,
): Promise<string> {
  const app = Fastify(options)
  await app.register(paystablecoinWebhook, {
    path: '/webhook',
    apiSecret: SECRET,
    acknowledge: 'after-handler',
    onEvent,
  })
  return `${await serve(app)}/webhook`
}

describe("without onError, a webhook's problem goes to request.log", () => {
  it('as a warning with the reason when it is rejected, without the body or a signature', async () => {
    const lines: Line[] = []
    const url = await start(logTo(lines))
    expect(await sendWebhook(url, { secret: 'another-secret' })).toMatchObject({ status: 401 })
    expect(lines).toMatchObject([
      {
        level: WARN,
        msg: 'PayStablecoin webhook rejected',
        outcome: 'rejected',
        reason: 'mismatch',
        tried: { paths: ['/webhook'], secretCount: 1 },
        reqId: expect.any(String),
        err: { type: 'SignatureError' },
      },
    ])
    const text = JSON.stringify(lines)
    expect(text).not.toContain('ORDER_1738112345000')
    expect(text).not.toContain(SECRET)
    expect(text).not.toMatch(/[\w+/]{43}=/)
  })

  it("as an error with the order, its status and the handler's error when it fails", async () => {
    const lines: Line[] = []
    const url = await start(logTo(lines), () => {
      throw new Error('the database is down')
    })
    expect(await sendWebhook(url)).toMatchObject({ status: 500 })
    expect(lines).toMatchObject([
      {
        level: ERROR,
        outcome: 'failed',
        kind: 'payment',
        status: 'SUCCEEDED',
        merchantOrderId: 'ORDER_1738112345000',
        err: { message: 'the database is down' },
      },
    ])
    expect(JSON.stringify(lines)).not.toContain(JSON.stringify(PAYMENT_BODY))
  })

  it('of a function of the request, too', async () => {
    const lines: Line[] = []
    const app = Fastify(logTo(lines))
    await app.register(paystablecoinWebhook, {
      path: '/webhook',
      options: () => ({ merchantId: '1000', apiSecret: SECRET, onEvent: () => undefined }),
    })
    await sendWebhook(`${await serve(app)}/webhook`, { secret: 'another-secret' })
    expect(lines).toMatchObject([{ level: WARN, reason: 'mismatch' }])
  })

  it('and to the console where the app has no logger', async () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const url = await start({})
    await sendWebhook(url, { secret: 'another-secret' })
    expect(written.mock.calls[0]?.[0]).toBe('[paystablecoin] webhook rejected')
  })

  it('and nowhere where the logger is told to be silent', async () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const url = await start({ logger: { level: 'silent' } })
    await sendWebhook(url, { secret: 'another-secret' })
    expect(written).not.toHaveBeenCalled()
  })
})
