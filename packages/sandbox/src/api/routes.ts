/**
 * The API's routes: which path and method is which endpoint.
 * Knows no rules of orders and no signatures.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { refuse } from '../codes.ts'
import type { WireFault } from '../faults/call-fault.ts'
import { parseJsonObject } from '../request-fields.ts'
import type { AnswerParts, Endpoint } from './answer-call.ts'
import { answerCall } from './answer-call.ts'
import type { ApiCall } from './call.ts'
import { bodyText } from './call.ts'
import type { Endpoints } from './endpoints.ts'

/** What the API stands on. */
export interface ApiParts extends AnswerParts {
  readonly endpoints: Endpoints
  readonly maxBodyBytes: number
  /** The origin of checkout pages; `undefined` for the one that the call came to. */
  readonly publicUrl: string | undefined
}

/** Where a request leaves what the wire is to make of its answer. */
export interface WireSlot {
  wireFault?: WireFault | undefined
}

/** The environment of the sandbox's Hono apps. */
export interface SandboxEnv {
  readonly Bindings: WireSlot
}

const PREFIX = '/api/v1/merchants/:merchantId'

/** Creates the API as a Hono app. */
export function createApi(parts: ApiParts): Hono<SandboxEnv> {
  const api = new Hono<SandboxEnv>()
  const endpoints = listEndpoints(parts)
  const answer = (endpoint: Endpoint) => async (c: Context<SandboxEnv>) => {
    const param = (name: string): string => c.req.param(name) ?? ''
    const { response, wireFault } = await answerCall(parts, endpoint, c.req.raw, param)
    c.env.wireFault = wireFault
    return response
  }
  api.use('/api/*', bodyLimit({ maxSize: parts.maxBodyBytes }))
  api.post(`${PREFIX}/orders`, answer(endpoints.createOrder))
  api.get(`${PREFIX}/orders/:id`, answer(endpoints.queryOrder))
  api.post(`${PREFIX}/refunds`, answer(endpoints.createRefund))
  api.get(`${PREFIX}/refunds`, answer(endpoints.queryRefund))
  api.all(`${PREFIX}/checkout/*`, answer(endpoints.apiCheckout))
  api.all(`${PREFIX}/*`, answer(endpoints.unknown))
  return api
}

type EndpointName =
  | 'createOrder'
  | 'queryOrder'
  | 'createRefund'
  | 'queryRefund'
  | 'apiCheckout'
  | 'unknown'

function listEndpoints({
  endpoints,
  publicUrl,
}: ApiParts): Readonly<Record<EndpointName, Endpoint>> {
  const refundId = ({ query }: ApiCall): string | undefined =>
    new URLSearchParams(query).get('merchantRefundOrderId') ?? undefined
  return {
    createOrder: {
      operation: 'orders.create',
      needsApiKey: true,
      idOf: (call) => readBodyField(call, 'merchantOrderId'),
      run: ({ merchant, call, nowMs }) =>
        endpoints.createOrder(merchant, bodyText(call), nowMs, publicUrl ?? call.origin),
    },
    queryOrder: {
      operation: 'orders.retrieve',
      needsApiKey: true,
      idOf: (_call, param) => param('id'),
      run: ({ merchant, param }) => endpoints.queryOrder(merchant, param('id')),
    },
    createRefund: {
      operation: 'refunds.create',
      needsApiKey: true,
      idOf: (call) => readBodyField(call, 'merchantRefundOrderId'),
      run: ({ merchant, call }) => endpoints.createRefund(merchant, bodyText(call)),
    },
    queryRefund: {
      operation: 'refunds.retrieve',
      needsApiKey: true,
      idOf: refundId,
      run: ({ merchant, call }) => endpoints.queryRefund(merchant, refundId(call)),
    },
    // Another product: it needs no key, and is not enabled.
    apiCheckout: {
      operation: 'other',
      needsApiKey: false,
      idOf: () => undefined,
      run: () => refuse('50010'),
    },
    unknown: {
      operation: 'other',
      needsApiKey: true,
      idOf: () => undefined,
      run: () => refuse('40903'),
    },
  }
}

function readBodyField(call: ApiCall, field: string): string | undefined {
  const value = parseJsonObject(bodyText(call))?.[field]
  return typeof value === 'string' ? value : undefined
}
