/**
 * The entry `@paystablecoin/hono`: the two functions for Hono, and all of core.
 *
 * @module
 */
export { paystablecoin } from './client-middleware.ts'
export type { PayStablecoinEnv, PayStablecoinOptions } from './client-middleware.ts'
export { paystablecoinWebhook } from './webhook-handler.ts'
export type { PayStablecoinWebhookOptions, PayStablecoinWebhookRoute } from './webhook-handler.ts'
export * from '@paystablecoin/core'
