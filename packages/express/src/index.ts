/**
 * The entry `@paystablecoin/express`: the three functions for Express, and all of core.
 *
 * @module
 */
export { paystablecoin, paystablecoinHandler } from './client-middleware.ts'
export type { PayStablecoinOptions, PayStablecoinRequest } from './client-middleware.ts'
export type { PayStablecoinHandler } from './handler.ts'
export { paystablecoinWebhook } from './webhook-handler.ts'
export type { PayStablecoinWebhookOptions, PayStablecoinWebhookRoute } from './webhook-handler.ts'
export * from '@paystablecoin/core'
