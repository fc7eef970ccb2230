/**
 * The entry `@paystablecoin/koa`: the two functions for Koa, and all of core.
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
export * from '@paystablecoin/core'
