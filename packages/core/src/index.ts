export { signRequest, verifyRequest } from './request-signing.ts'
export { signWebhook } from './webhook-signing.ts'
export { signedWebhookRequest, verifyWebhook } from './verify-webhook.ts'
