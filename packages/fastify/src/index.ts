/**
 * The entry `@paystablecoin/fastify`: the plugin, and all of core.
 *
 * @module
 */
// Fastify's ecosystem expects a plugin as the default export: `app.register(import('@paystablecoin/fastify'))`.
export { paystablecoin, paystablecoin as default } from './plugin.ts'
export type {
  PayStablecoinOptions,
  PayStablecoinWebhookOptions,
  PayStablecoinWebhookRoute,
} from './plugin.ts'
export * from '@paystablecoin/core'
