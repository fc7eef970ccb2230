/**
 * The entry `@paystablecoin/core`: signing, webhooks and the client.
 *
 * @module
 */
export * from './webhooks.ts'
export { ApiError, isApiError } from './client/api-error.ts'
export type { ApiErrorCategory, ApiErrorDetails } from './client/api-error.ts'
export type { Checkout, CheckoutPaymentMethod } from './client/checkout.ts'
export { createClient, createClientResolver } from './client/create-client.ts'
export type { Client } from './client/create-client.ts'
export {
  isOrderExistsError,
  isResponseError,
  isTransportError,
  isWaitError,
  OrderExistsError,
  ResponseError,
  TransportError,
  WaitError,
} from './client/errors.ts'
export type {
  ResponseErrorDetails,
  ResponseReason,
  TransportErrorDetails,
  TransportReason,
  WaitReason,
} from './client/errors.ts'
export type { CallStart, CallState, ClientHook, ClientHooks } from './client/hooks.ts'
export type { CallOptions, ClientOptions, ClientTarget, Environment } from './client/options.ts'
export type { CreateOrderOptions, CreateOrderParams, Orders } from './client/orders.ts'
export { createReconciler } from './reconcile/create-reconciler.ts'
export type { Reconciler } from './reconcile/create-reconciler.ts'
export type {
  EndedRound,
  MissingItem,
  PendingItem,
  ReconcileProblem,
  ReconcileRound,
  ReconcilerOptions,
} from './reconcile/options.ts'
export type { CreateRefundParams, Refunds } from './client/refunds.ts'
export type { ClientRequest, ParsedRequestParams, RequestParams } from './client/request.ts'
export type { RequestMethod } from './client/request-arguments.ts'
export { signRequest, verifyRequest } from './signing/request-signing.ts'
export type {
  SignableRequest,
  SignedRequest,
  VerifyRequestOptions,
} from './signing/request-signing.ts'
export type { Fetch } from './client/transport.ts'
export type { WaitOptions } from './client/wait.ts'
export type { CreatedOrder, CreatedRefund, CreationOutcome, Order, Refund } from './shared/types.ts'
