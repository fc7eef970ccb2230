/**
 * The entry `@paystablecoin/core`: signing, webhooks and the client.
 *
 * @module
 */
export type { CallOptions } from './call-settings.ts'
export {
  ApiError,
  isApiError,
  isOrderExistsError,
  isResponseError,
  isTransportError,
  OrderExistsError,
  ResponseError,
  TransportError,
} from './call-errors.ts'
export type {
  ApiErrorCategory,
  ApiErrorDetails,
  ResponseErrorDetails,
  ResponseReason,
  TransportErrorDetails,
  TransportReason,
} from './call-errors.ts'
export { createClient, createClientProvider } from './client.ts'
export type { Client, ClientOptions, ClientTarget, Environment, Waitable } from './client.ts'
export type { CallState, ClientHooks, Hook } from './hooks.ts'
export type { CreateOrderOptions, CreateOrderParams, Orders } from './orders.ts'
export { createReconciler } from './reconcile.ts'
export type {
  MissingItem,
  PendingItem,
  Reconciler,
  ReconcilerOptions,
  ReconcileProblem,
  ReconcileRound,
} from './reconcile.ts'
export type { CreateRefundParams, Refunds } from './refunds.ts'
export { signRequest, verifyRequest } from './request-signing.ts'
export type { SignableRequest, SignedRequest, VerifyRequestOptions } from './request-signing.ts'
export type { Fetch } from './transport.ts'
export type { WaitOptions } from './wait.ts'
export type { CreatedOrder, CreatedRefund, CreationOutcome, Order, Refund } from './types.ts'
export { createMemoryDeduplication } from './deduplication.ts'
export type { Claim, DeduplicationStore, MemoryDeduplicationOptions } from './deduplication.ts'
export { isPayStablecoinError, PayStablecoinError } from './errors.ts'
export type {
  CheckoutData,
  CheckoutEvent,
  EventOrigin,
  PaymentData,
  PaymentEvent,
  QueryOrigin,
  RefundData,
  RefundEvent,
  UnknownEvent,
  WebhookEvent,
  WebhookOrigin,
} from './events.ts'
export { coversAmount, isAmount, sameAmount } from './money.ts'
export type { WebhookBody } from './read-body.ts'
export type { Acknowledge, WebhookProblem, WebhookReceiverOptions } from './receiver-options.ts'
export { advanceOrderStatus, isFinalStatus, isKnownStatus } from './status.ts'
export type {
  Amount,
  ApiSecret,
  Body,
  HeadersLike,
  Now,
  Open,
  OrderStatus,
  ProviderData,
  RefundStatus,
  StartTimer,
  WebhookScheme,
} from './types.ts'
export { signedWebhookRequest, verifyWebhook } from './verify-webhook.ts'
export type {
  IncomingWebhook,
  VerifyWebhookOptions,
  WebhookRequestParts,
} from './verify-webhook.ts'
export type { WaitUntil, WebhookRequest } from './webhook-call.ts'
export {
  BodyError,
  isBodyError,
  isMalformedEventError,
  isSignatureError,
  MalformedEventError,
  SignatureError,
} from './webhook-errors.ts'
export type { BodyReason, SignatureReason } from './webhook-errors.ts'
export { createWebhookReceiver } from './webhook-receiver.ts'
export type { ReceiverFetchOptions, WebhookReceiver } from './webhook-receiver.ts'
export type { WebhookReply } from './webhook-replies.ts'
export { signWebhook } from './webhook-signing.ts'
export type { SignableWebhook } from './webhook-signing.ts'
