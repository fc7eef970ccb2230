/**
 * Delivers webhooks over sockets, but not to a name that resolves to a link-local or metadata address.
 * Knows no webhooks.
 *
 * @module
 */
import { lookup } from 'node:dns/promises'
import type { WebhookFetch } from '../webhooks/attempt.ts'
import { assertNotLinkLocal } from '../webhooks/link-local.ts'

/** Resolves a name to its addresses. */
export type Resolve = (name: string) => Promise<readonly { readonly address: string }[]>

export function createWebhookFetch(
  resolve: Resolve = (name) => lookup(name, { all: true }),
): WebhookFetch {
  return async (request) => {
    const { hostname } = new URL(request.url)
    const addresses = await resolve(hostname.replace(/^\[|\]$/g, ''))
    for (const { address } of addresses) assertNotLinkLocal(address)
    return globalThis.fetch(request)
  }
}
