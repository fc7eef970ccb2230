/**
 * The API's routes: which path and method is which endpoint.
 * Knows no rules of orders and no signatures.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ApplyWireFault } from '../faults/call-fault.ts'
import type { AnswerDeps } from './answer-call.ts'
import { answerCall } from './answer-call.ts'
import type { CheckoutEndpoints } from './checkout-endpoints.ts'
import type { Endpoint, Endpoints } from './endpoints.ts'

export interface ApiDeps extends AnswerDeps {
  readonly endpoints: Endpoints
  readonly checkoutEndpoints: CheckoutEndpoints
  readonly maxBodyBytes: number
}

/** What a request brings along: the wire faults of its own connection. */
export interface EmulatorEnv {
  readonly Bindings: { readonly applyWireFault: ApplyWireFault }
}

const PREFIX = '/api/v1/merchants/:merchantId'

/** Creates the API as a Hono app. */
export function createApi(deps: ApiDeps): Hono<EmulatorEnv> {
  const { endpoints, checkoutEndpoints, maxBodyBytes } = deps
  const api = new Hono<EmulatorEnv>()
  const answer = (endpoint: Endpoint) => async (c: Context<EmulatorEnv>) => {
    const param = (name: string): string => c.req.param(name) ?? ''
    const { response, wireFault } = await answerCall(deps, endpoint, c.req.raw, param)
    return wireFault === undefined ? response : c.env.applyWireFault(response, wireFault)
  }
  api.use('/api/*', bodyLimit({ maxSize: maxBodyBytes }))
  api.post(`${PREFIX}/orders`, answer(endpoints.createOrder))
  api.get(`${PREFIX}/orders/:id`, answer(endpoints.queryOrder))
  api.post(`${PREFIX}/refunds`, answer(endpoints.createRefund))
  api.get(`${PREFIX}/refunds`, answer(endpoints.queryRefund))
  api.get(`${PREFIX}/checkout/payment-methods`, answer(checkoutEndpoints.paymentMethods))
  api.post(`${PREFIX}/checkout/orders`, answer(checkoutEndpoints.createOrder))
  api.all(`${PREFIX}/checkout/*`, answer(checkoutEndpoints.unknown))
  api.all(`${PREFIX}/*`, answer(endpoints.unknown))
  return api
}
