/**
 * The entry `@paystablecoin/fastify`: the plugin, and what a user needs from core.
 *
 * @module
 */
// Fastify's ecosystem expects a plugin as the default export: `app.register(import('@paystablecoin/fastify'))`.
export { paystablecoin, paystablecoin as default } from './plugin.ts'
export type {
  PayStablecoinOptions,
  PayStablecoinWebhookOptions,
  PayStablecoinWebhookRoute,
} from './plugin.ts'
export {
  advanceOrderStatus,
  ApiError,
  BodyError,
  coversAmount,
  createClient,
  createMemoryDeduplication,
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
  Order,
  PaymentData,
  PaymentEvent,
  Refund,
  RefundData,
  RefundEvent,
  UnknownEvent,
  WebhookEvent,
  WebhookProblem,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
