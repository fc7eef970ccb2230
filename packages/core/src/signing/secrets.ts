/**
 * Checks of the API secret as it is handed in, and its normal form: a list.
 * Must never put a secret into a message.
 *
 * @module
 */
import type { ApiSecret } from '../shared/types.ts'

/** Secrets that were checked: at least one. */
export type Secrets = readonly [string, ...string[]]

/** The secrets as a list of their own, checked: none empty, none with white space around it. */
export function toSecrets(apiSecret: ApiSecret): Secrets {
  if (typeof apiSecret === 'string') return [toSecret(apiSecret)]
  const list: readonly unknown[] = Array.isArray(apiSecret) ? apiSecret : [apiSecret]
  const [first, ...others] = Array.from(list, toSecret)
  if (first === undefined) throw new TypeError('apiSecret must not be an empty list')
  return [first, ...others]
}

/** The secret that signs: the first. */
export function toSigningSecret(apiSecret: ApiSecret): string {
  return toSecrets(apiSecret)[0]
}

function toSecret(secret: unknown): string {
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError('apiSecret must be a text, not missing or empty')
  }
  if (secret.trim() !== secret) {
    throw new TypeError('apiSecret has white space around it')
  }
  return secret
}
