/**
 * Webhooks for load: each a different event, signed by PayStablecoin's scheme or by Standard Webhooks, which the peers use.
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { createFloorSigner } from '../webhooks/floor.ts'
import { PATH, sampleBody, SECRET, webhookHeaders } from '../webhooks/sample.ts'

/** A request as autocannon takes it. It writes the length itself. */
export interface LoadRequest {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Makes the request with this number. */
export type MakeRequest = (number: number) => LoadRequest

const sign = createFloorSigner(SECRET)

/** A webhook of this provider, in the `request` scheme. */
export function makeOurRequest(number: number): LoadRequest {
  const body = Buffer.from(sampleBody(number))
  const timestamp = String(Date.now())
  const signature = sign(timestamp, 'POST', PATH, body)
  const { 'content-length': _, ...headers } = webhookHeaders(body, timestamp, signature)
  return { method: 'POST', path: PATH, headers, body }
}

/** A webhook of about the same size that Polar's route and Clerk's function accept. */
export function makePeerRequest(number: number): LoadRequest {
  const body = Buffer.from(JSON.stringify(customerDeleted(number)))
  const id = `msg_${number}`
  const seconds = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', SECRET).update(`${id}.${seconds}.`).update(body)
  const signature = `v1,${mac.digest('base64')}`
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signature,
    'svix-id': id,
    'svix-timestamp': seconds,
    'svix-signature': signature,
  }
  return { method: 'POST', path: PATH, headers, body }
}

function customerDeleted(number: number): object {
  const time = '2026-11-23T08:00:00Z'
  const data = {
    id: `customer_${number}`,
    created_at: time,
    modified_at: null,
    metadata: {},
    external_id: null,
    email: 'customer@shop.example',
    email_verified: true,
    name: null,
    billing_address: null,
    tax_id: null,
    organization_id: 'organization_1',
    deleted_at: time,
    avatar_url: `https://shop.example/${'a'.repeat(120)}`,
  }
  return { type: 'customer.deleted', timestamp: time, data }
}
