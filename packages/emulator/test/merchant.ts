/**
 * A merchant's side for tests: signed calls built by hand from core's `signRequest`, and an app that keeps its webhooks.
 *
 * @module
 */
import { signRequest, verifyWebhook } from '@paystablecoin/core'
import type { Emulator } from '../src/index.ts'
import { EMULATOR_MERCHANT } from '../src/index.ts'

export const NOW = Date.parse('2026-11-23T08:00:00Z')
export const ORIGIN = 'http://emulator.test'
/** A clock that does not move, whose timers never fire: only `advance` moves time. */
export const STOPPED_CLOCK = { now: () => NOW, startTimer: () => () => undefined }
export const CALLBACK_URL = 'http://shop.test/webhook/payment'
const PREFIX = `/api/v1/merchants/${EMULATOR_MERCHANT.merchantId}`

export interface CallParams {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: string | undefined
  readonly body?: string | undefined
  readonly timestamp?: string | undefined
  readonly secret?: string | undefined
  readonly headers?: Record<string, string> | undefined
}

export interface Envelope {
  readonly code: string
  readonly message: string
  readonly data?: Record<string, unknown>
  readonly emulator?: Record<string, unknown>
}

export async function signedCall(params: CallParams, origin = ORIGIN): Promise<Request> {
  const { method, path, query, body, timestamp = String(NOW) } = params
  const secret = params.secret ?? EMULATOR_MERCHANT.apiSecret
  const signature = await signRequest({ method, path, query, body, timestamp }, secret)
  return new Request(`${origin}${path}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers: {
      'x-api-key': EMULATOR_MERCHANT.apiKey,
      'x-timestamp': timestamp,
      'x-signature': signature,
      ...params.headers,
    },
    body: body ?? null,
  })
}

export interface OrderOverrides {
  readonly [field: string]: unknown
}

export function orderBody(merchantOrderId: string, overrides: OrderOverrides = {}): string {
  return JSON.stringify({
    merchantOrderId,
    orderAmount: { value: '99.90', currency: 'USD' },
    expiresAt: new Date(NOW + 30 * 60_000).toISOString(),
    returnUrl: 'http://shop.test/orders/1',
    callbackUrl: CALLBACK_URL,
    ...overrides,
  })
}

export function createMerchant(
  emulator: { fetch: Emulator['fetch'] },
  options: MerchantOptions = {},
) {
  const { origin = ORIGIN, now = () => NOW } = options
  const send = async (params: CallParams): Promise<Envelope> => {
    const request = await signedCall({ timestamp: String(now()), ...params }, origin)
    return (await emulator.fetch(request)).json() as Promise<Envelope>
  }
  const press = (checkoutUrl: string, button: string, fields: Record<string, string> = {}) =>
    emulator.fetch(`${checkoutUrl}/${button}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  return {
    send,
    press,
    createOrder: (id: string, overrides?: OrderOverrides) =>
      send({ method: 'POST', path: `${PREFIX}/orders`, body: orderBody(id, overrides) }),
    queryOrder: (id: string) => send({ method: 'GET', path: `${PREFIX}/orders/${id}` }),
    createRefund: (body: Record<string, unknown>) =>
      send({ method: 'POST', path: `${PREFIX}/refunds`, body: JSON.stringify(body) }),
    queryRefund: (id: string) =>
      send({ method: 'GET', path: `${PREFIX}/refunds`, query: `merchantRefundOrderId=${id}` }),
  }
}

export interface MerchantOptions {
  readonly origin?: string | undefined
  readonly now?: (() => number) | undefined
}

/** An app that verifies each webhook through core and answers as the test says. */
export function createInbox(answer: () => Response = () => Response.json({ code: '00000' })) {
  const bodies: string[] = []
  const statuses: string[] = []
  const requests: Request[] = []
  const inbox = {
    answer,
    bodies,
    statuses,
    requests,
    receive: async (request: Request): Promise<Response> => {
      requests.push(request.clone())
      const body = await request.text()
      bodies.push(body)
      statuses.push(String((JSON.parse(body) as { status?: unknown }).status))
      return inbox.answer()
    },
    verified: async (scheme: 'request' | 'body' | 'auto' = 'auto', now = () => NOW) =>
      Promise.all(
        requests.map(async (request) =>
          verifyWebhook(
            {
              headers: request.headers,
              body: new Uint8Array(await request.clone().arrayBuffer()),
              path: new URL(request.url).pathname,
            },
            { apiSecret: EMULATOR_MERCHANT.apiSecret, scheme, now },
          ),
        ),
      ),
  }
  return inbox
}
