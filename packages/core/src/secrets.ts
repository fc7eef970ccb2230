/**
 * Checks of the API secret as it is handed in, and its normal form: a list.
 * Must never put a secret into a message.
 *
 * @module
 */
import type { ApiSecret } from './types.ts'

/** The secrets as a list, checked: at least one, none empty, none with white space around it. */
export function toSecrets(apiSecret: ApiSecret): readonly string[] {
  const secrets = typeof apiSecret === 'string' ? [apiSecret] : apiSecret
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new TypeError('apiSecret must be a string, or a list of at least one')
  }
  for (const secret of secrets) assertSecret(secret)
  return [...secrets]
}

/** The secret that signs: the first. */
export function toSigningSecret(apiSecret: ApiSecret): string {
  const [first] = toSecrets(apiSecret)
  return first ?? ''
}

function assertSecret(secret: unknown): asserts secret is string {
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError('apiSecret must not be missing or empty')
  }
  if (secret.trim() !== secret) {
    throw new TypeError(
      'apiSecret has white space around it: a line break from a file or a console?',
    )
  }
}
