/**
 * What a signature was compared with, as it may be logged. Must never hold a secret, a signature or a body.
 *
 * @module
 */
import { readHeader } from '../shared/headers.ts'
import type { SignatureAttempt } from '../signing/signature-error.ts'
import type { ReceivedWebhook, VerificationOptions } from './received.ts'

const MAX_PATH_CHARACTERS = 200
const PRINTABLE = /^[!-~]{0,200}$/

/** Describes a verification that matched nothing. Anybody may have sent it, so texts of the request are cut and cleaned. */
export function describeAttempt(
  { headers, body, paths }: ReceivedWebhook,
  { secrets, scheme }: VerificationOptions,
): SignatureAttempt {
  const contentEncoding = readHeader(headers, 'content-encoding')
  return {
    schemes: scheme === 'auto' ? ['request', 'body'] : [scheme],
    paths: paths.map(toPrintable),
    secretCount: secrets.length,
    bodyBytes: body.byteLength,
    contentEncoding: /^[a-z, -]{0,32}$/i.test(contentEncoding) ? contentEncoding : 'other',
  }
}

/** A path for a log: visible ASCII, and not longer than anybody would read. */
export function toPrintable(path: string): string {
  // Nearly all are printable as they are.
  if (PRINTABLE.test(path)) return path
  return path.slice(0, MAX_PATH_CHARACTERS).replaceAll(/[^!-~]/g, '?')
}
