/**
 * The entry `@paystablecoin/core/webhooks`: receiving only. It ships no client.
 *
 * @module
 */
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
