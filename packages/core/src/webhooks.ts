/**
 * The entry `@paystablecoin/core/webhooks`: receiving only. It ships no client.
 *
 * @module
 */
export { createMemoryDeduplication } from './receiver/deduplication.ts'
export type {
  Claim,
  DeduplicationStore,
  MemoryDeduplicationOptions,
} from './receiver/deduplication.ts'
export { isPayStablecoinError } from './errors.ts'
export type { AnyPayStablecoinError } from './errors.ts'
export { PayStablecoinError } from './shared/errors.ts'
export type { PayStablecoinErrorCode } from './shared/errors.ts'
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
export { createWebhookRequest, verifyWebhook } from './webhook/verify.ts'
export type {
  IncomingWebhook,
  VerifyWebhookOptions,
  WebhookRequestParts,
} from './webhook/verify.ts'
export type { WaitUntil, WebhookRequest } from './receiver/webhook-call.ts'
export { BodyError, isBodyError } from './receiver/body-error.ts'
export type { BodyReason } from './receiver/body-error.ts'
export { isSignatureError, SignatureError } from './signing/signature-error.ts'
export type { SignatureReason } from './signing/signature-error.ts'
export { isMalformedEventError, MalformedEventError } from './webhook/errors.ts'
export { createWebhookReceiver } from './receiver/create-receiver.ts'
export type { ReceiverFetchOptions, WebhookReceiver } from './receiver/create-receiver.ts'
export type { WebhookReply } from './receiver/replies.ts'
export { signWebhook } from './webhook/signatures.ts'
export type { SignableWebhook } from './webhook/signatures.ts'
