/**
 * The entry: PayStablecoin in this process, on any runtime.
 *
 * @module
 */
export { createSandbox } from './sandbox.ts'
export type { Sandbox } from './sandbox.ts'
export { SANDBOX_MERCHANT } from './options.ts'
export type { SandboxMerchant, SandboxOptions } from './options.ts'
export type { StartTimer } from './clock.ts'
export type { CallRecord } from './activity.ts'
export type { WebhookFetch } from './webhooks/attempt.ts'
export type { Delivery, DeliveryAttempt, WebhookScheme } from './webhooks/delivery.ts'
