/**
 * Serves the shop from the environment until SIGTERM.
 *
 * @module
 */
import { createShop } from './shop.ts'

const { PSC_MERCHANT_ID: merchantId = '', PSC_API_KEY: apiKey = '' } = process.env
const { PSC_API_SECRET: apiSecret = '', PSC_BASE_URL: baseUrl = '' } = process.env
const { PUBLIC_URL = 'http://localhost:3000' } = process.env

const app = await createShop({ merchantId, apiKey, apiSecret, baseUrl }, PUBLIC_URL)
await app.listen({ port: 3000 })
process.once('SIGTERM', () => void app.close())
