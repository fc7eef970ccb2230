/**
 * Serves the shop from the environment until SIGTERM.
 *
 * @module
 */
import { createShop } from './shop.ts'

const { PSC_MERCHANT_ID: merchantId = '', PSC_API_KEY: apiKey = '' } = process.env
const { PSC_API_SECRET: apiSecret = '', PSC_BASE_URL: baseUrl = '' } = process.env
// Never from the Host header: whoever sends a request chooses that.
const { PORT = '3000', PUBLIC_URL = `http://localhost:${PORT}` } = process.env

const app = await createShop({ merchantId, apiKey, apiSecret, baseUrl }, PUBLIC_URL)
await app.listen({ port: Number(PORT) })
console.log(`The shop is open: ${PUBLIC_URL}`)
process.once('SIGTERM', () => void app.close())
