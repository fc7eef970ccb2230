/**
 * The entry `@paystablecoin/fastify`: the two plugins for Fastify, and all of core.
 *
 * @module
 */
// Fastify's ecosystem expects a plugin as the default export: `app.register(import('@paystablecoin/fastify'))`.
export { paystablecoin, paystablecoin as default } from './client-plugin.ts'
export type { PayStablecoinOptions } from './client-plugin.ts'
export { paystablecoinWebhook } from './webhook-plugin.ts'
export type { PayStablecoinWebhookOptions, PayStablecoinWebhookRoute } from './webhook-plugin.ts'
export * from '@paystablecoin/core'
