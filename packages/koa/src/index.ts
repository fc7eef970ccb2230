/**
 * The entry `@paystablecoin/koa`: the two functions for Koa, and what a user needs from core.
 *
 * @module
 */
export { paystablecoin } from './client-middleware.ts'
export type { PayStablecoinContext, PayStablecoinOptions } from './client-middleware.ts'
export { paystablecoinWebhook } from './webhook-middleware.ts'
export type {
  PayStablecoinWebhookOptions,
  PayStablecoinWebhookRoute,
} from './webhook-middleware.ts'
export {
  advanceOrderStatus,
  ApiError,
  BodyError,
  coversAmount,
  createClient,
  createMemoryDeduplication,
  createReconciler,
  createWebhookReceiver,
  isApiError,
  isBodyError,
  isFinalStatus,
  isKnownStatus,
  isMalformedEventError,
  isOrderExistsError,
  isPayStablecoinError,
  isResponseError,
  isSignatureError,
  isTransportError,
  MalformedEventError,
  OrderExistsError,
  PayStablecoinError,
  ResponseError,
  sameAmount,
  SignatureError,
  signedWebhookRequest,
  TransportError,
} from '@paystablecoin/core'
export type {
  Acknowledge,
  Amount,
  CallOptions,
  CheckoutEvent,
  Client,
  ClientHooks,
  ClientOptions,
  ClientTarget,
  CreatedOrder,
  CreatedRefund,
  CreateOrderParams,
  CreateRefundParams,
  DeduplicationStore,
  MissingItem,
  Order,
  PaymentData,
  PaymentEvent,
  PendingItem,
  Reconciler,
  ReconcileProblem,
  ReconcilerOptions,
  ReconcileRound,
  Refund,
  RefundData,
  RefundEvent,
  UnknownEvent,
  WaitOptions,
  WaitUntil,
  WebhookEvent,
  WebhookProblem,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
