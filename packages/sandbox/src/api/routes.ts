/**
 * The API's routes: read the call, authenticate, run the endpoint, answer in the envelope, note it all.
 * Knows no rules of orders and no signatures.
 *
 * @module
 */
import type { Context, Handler } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { CallLog } from '../activity.ts'
import type { Clock } from '../clock.ts'
import type { Outcome } from '../codes.ts'
import { refuse } from '../codes.ts'
import type { Merchant } from '../model.ts'
import type { Json } from '../provider-data.ts'
import { authenticate } from './authenticate.ts'
import type { ApiCall } from './call.ts'
import { bodyText, readCall } from './call.ts'
import type { Endpoints } from './endpoints.ts'
import { envelope } from './envelope.ts'

/** What the API stands on. */
export interface ApiParts {
  readonly merchants: readonly Merchant[]
  readonly endpoints: Endpoints
  readonly clock: Clock
  readonly calls: CallLog
  readonly maxBodyBytes: number
  /** The origin of checkout pages; `undefined` for the one that the call came to. */
  readonly publicUrl: string | undefined
}

/** An authentic call, ready to be run. */
interface AuthenticCall {
  readonly merchant: Merchant
  readonly call: ApiCall
  readonly nowMs: number
  readonly request: Request
}

type Run = (call: AuthenticCall, param: (name: string) => string) => Outcome<Json>

const PREFIX = '/api/v1/merchants/:merchantId'

/** Creates the API as a Hono app. */
export function createApi(parts: ApiParts): Hono {
  const { endpoints, publicUrl } = parts
  const api = new Hono()
  const limit = bodyLimit({ maxSize: parts.maxBodyBytes })
  const route = (run: Run, needsApiKey = true): Handler => createHandler(parts, run, needsApiKey)

  api.use('/api/*', limit)
  api.post(
    `${PREFIX}/orders`,
    route(({ merchant, call, nowMs, request }) => {
      const origin = publicUrl ?? new URL(request.url).origin
      return endpoints.createOrder(merchant, bodyText(call), nowMs, origin)
    }),
  )
  api.get(
    `${PREFIX}/orders/:id`,
    route(({ merchant }, param) => endpoints.queryOrder(merchant, param('id'))),
  )
  api.post(
    `${PREFIX}/refunds`,
    route(({ merchant, call }) => endpoints.createRefund(merchant, bodyText(call))),
  )
  api.get(
    `${PREFIX}/refunds`,
    route(({ merchant, call }) =>
      endpoints.queryRefund(
        merchant,
        new URLSearchParams(call.query).get('merchantRefundOrderId') ?? undefined,
      ),
    ),
  )
  // API Checkout is another product: it needs no key, and is not enabled.
  api.all(
    `${PREFIX}/checkout/*`,
    route(() => refuse('50010'), false),
  )
  api.all(
    `${PREFIX}/*`,
    route(() => refuse('40903')),
  )
  return api
}

function createHandler(parts: ApiParts, run: Run, needsApiKey: boolean): Handler {
  const { merchants, clock, calls } = parts
  return async (c: Context): Promise<Response> => {
    const atMs = clock.now()
    const call = await readCall(c.req.raw)
    const param = (name: string): string => c.req.param(name) ?? ''
    const merchantId = param('merchantId')
    const merchant = merchants.find((candidate) => candidate.merchantId === merchantId)
    const caller =
      merchant === undefined
        ? refuse('10007')
        : await authenticate(call, merchant, atMs, needsApiKey)
    const outcome = caller.ok
      ? run({ merchant: caller.value, call, nowMs: atMs, request: c.req.raw }, param)
      : caller
    const { method, path, query, timestamp, signature } = call
    calls.add({
      atMs,
      method,
      path,
      query,
      merchantId,
      body: bodyText(call),
      timestamp,
      signature,
      code: outcome.ok ? '00000' : outcome.code,
      detail: outcome.ok ? undefined : outcome.detail,
      latencyMs: clock.now() - atMs,
    })
    return envelope(outcome, atMs)
  }
}
