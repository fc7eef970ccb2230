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
export { InboxEntryError, isInboxEntryError } from './inbox/errors.ts'
export type { InboxEntryReason } from './inbox/errors.ts'
export { readInboxEntry, toInboxEntry } from './inbox/entry.ts'
export type { Inbox, InboxEntry } from './inbox/entry.ts'
export { isPayStablecoinError } from './errors.ts'
export type { AnyPayStablecoinError } from './errors.ts'
export { PayStablecoinError } from './shared/errors.ts'
export type { PayStablecoinErrorCode } from './shared/errors.ts'
export type {
  CheckoutData,
  CheckoutEvent,
  EventOrigin,
  EventSubject,
  PaymentData,
  PaymentEvent,
  QueryOrigin,
  RefundData,
  RefundEvent,
  UnknownEvent,
  WebhookEvent,
  WebhookOrigin,
} from './payment/events.ts'
export { checkPayment } from './payment/check-payment.ts'
export type { ExpectedPayment, PaidAmounts, PaymentCheck } from './payment/check-payment.ts'
export { toLogFields } from './receiver/log-fields.ts'
export type { WebhookLogFields } from './receiver/log-fields.ts'
export { coversAmount, isAmount, sameAmount } from './payment/money.ts'
export type { OwnAmount } from './payment/money.ts'
export type { AroundHook, Hook, Hooks } from './shared/hooks.ts'
export type {
  EventState,
  InboxHooks,
  ReceiverHooks,
  TryStart,
  TryState,
  WebhookReason,
  WebhookState,
} from './receiver/hooks.ts'
export { reportInboxProblem, tryInboxEntry } from './receiver/inbox-worker.ts'
export type {
  DeadEntry,
  InboxHealth,
  InboxProblem,
  InboxQueries,
  InboxTry,
  InboxTryResult,
  InboxWorkerParts,
} from './receiver/inbox-worker.ts'
export type { WebhookBody } from './receiver/read-body.ts'
export type {
  Acknowledge,
  HandlerReceiverOptions,
  InboxReceiverOptions,
  TenantReceiverOptions,
  WebhookProblem,
  WebhookReceiverOptions,
} from './receiver/options.ts'
export type { StatusQueries } from './receiver/resolve-unknown.ts'
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
  DeliveryError,
  IdleTimeoutError,
  isBodyError,
  isDeliveryError,
  isIdleTimeoutError,
  isOverloadError,
  OverloadError,
} from './receiver/errors.ts'
export type { BodyReason, DeliveryReason } from './receiver/errors.ts'
export { isSignatureError, SignatureError } from './signing/signature-error.ts'
export type {
  SignatureAttempt,
  SignatureErrorDetails,
  SignatureReason,
} from './signing/signature-error.ts'
export {
  isMalformedEventError,
  isMerchantMismatchError,
  MalformedEventError,
  MerchantMismatchError,
} from './webhook/errors.ts'
export { createWebhookReceiver } from './receiver/create-receiver.ts'
export type {
  ReceiverFetchOptions,
  ReceiverStats,
  WebhookReceiver,
} from './receiver/create-receiver.ts'
export { toNodeHandler } from './receiver/node.ts'
export type {
  NodeHandler,
  NodeHandlerOptions,
  NodeRequest,
  NodeResponse,
} from './receiver/node.ts'
export type { WebhookReply } from './receiver/replies.ts'
export { systemClock } from './shared/clock.ts'
export type { SignatureCause, SignatureCauseKind } from './webhook/causes.ts'
export { explainSignature } from './webhook/explain-signature.ts'
export type { SignatureExplanation, SignatureMatch } from './webhook/explain-signature.ts'
export type { ExplainSignatureOptions } from './webhook/suspect.ts'
export { createWebhookRequest, signWebhook } from './webhook/sign.ts'
export type { SignableWebhook, WebhookRequestParts } from './webhook/sign.ts'
export { verifyWebhook } from './webhook/verify-webhook.ts'
export type { IncomingWebhook, VerifyWebhookOptions } from './webhook/verify-webhook.ts'
