/**
 * The entry `@paystablecoin/core/webhooks`: receiving only. It ships no client.
 *
 * @module
 */
export { createMemoryDeduplication } from './receiver/deduplication.ts'
export type {
  ClaimResult,
  DeduplicationStore,
  MemoryDeduplicationOptions,
} from './receiver/deduplication.ts'
export { isPayStablecoinError, PayStablecoinError } from './shared/errors.ts'
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
} from './payment/events.ts'
export { coversAmount, isAmount, sameAmount } from './payment/money.ts'
export type { WebhookBody } from './receiver/read-body.ts'
export type { Acknowledge, WebhookProblem, WebhookReceiverOptions } from './receiver/options.ts'
export { advanceOrderStatus, isFinalStatus, isKnownStatus } from './payment/status.ts'
export type {
  Amount,
  ApiSecret,
  Clock,
  HeadersLike,
  Now,
  OpenUnion,
  OrderStatus,
  ProviderData,
  RawBody,
  RefundStatus,
  StartTimer,
  WebhookScheme,
} from './shared/types.ts'
export type { WaitUntil, WebhookRequest } from './receiver/respond.ts'
export {
  BodyError,
  IdleTimeoutError,
  isBodyError,
  isIdleTimeoutError,
  isOverloadError,
  OverloadError,
} from './receiver/errors.ts'
export type { BodyReason } from './receiver/errors.ts'
export { isSignatureError, SignatureError } from './signing/signature-error.ts'
export type { SignatureErrorDetails, SignatureReason } from './signing/signature-error.ts'
export { isMalformedEventError, MalformedEventError } from './webhook/errors.ts'
export { createWebhookReceiver } from './receiver/create-receiver.ts'
export type { ReceiverFetchOptions, WebhookReceiver } from './receiver/create-receiver.ts'
export { toNodeHandler } from './receiver/node.ts'
export type {
  NodeHandler,
  NodeHandlerOptions,
  NodeRequest,
  NodeResponse,
} from './receiver/node.ts'
export type { WebhookReply } from './receiver/replies.ts'
export { systemClock } from './shared/timers.ts'
export { createWebhookRequest, signWebhook } from './webhook/sign.ts'
export type { SignableWebhook, WebhookRequestParts } from './webhook/sign.ts'
export { verifyWebhook } from './webhook/verify-webhook.ts'
export type { IncomingWebhook, VerifyWebhookOptions } from './webhook/verify-webhook.ts'
