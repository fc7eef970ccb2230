/**
 * The causes of a signature that does not hold, and what to do about each.
 * Finds none, and must never hold a text of the webhook.
 *
 * @module
 */

const ADVICE = {
  'header-missing': 'X-Timestamp and X-Signature are both needed. Let proxies pass them on.',
  'header-repeated': 'X-Timestamp or X-Signature came twice. Look at what adds it again.',
  'timestamp-in-seconds': 'The timestamp is in seconds. It must be milliseconds: 13 digits.',
  'timestamp-malformed': 'X-Timestamp must be Unix milliseconds: 13 digits and nothing else.',
  'signature-malformed': 'X-Signature is not Base64 of 32 bytes: 44 characters with padding.',
  'clock-behind':
    'The signature holds, but its time is too old: a late resend, or the clocks differ.',
  'clock-ahead': 'The signature holds, but its time is in the future. Check both clocks.',
  'secret-white-space': 'The secret has white space around it. Remove it where the secret is set.',
  'secret-quotes': 'The secret stands in quotes that are not part of it. Remove them.',
  'other-scheme': 'It is signed in the other scheme than the one that is pinned. Change `scheme`.',
  'api-request':
    "The path is one of the provider's API: a captured API request may have been replayed.",
  'path-missing': 'Without the path only the scheme "body" can hold. Hand in the path.',
  'path-with-host': 'The whole URL was signed in place of its path. Sign the path alone.',
  'path-with-query':
    'The path was signed together with its query. Use a callback URL that has no query.',
  'path-trailing-slash':
    'The path that was signed and the one that is verified differ by a "/" at the end. Set `callbackUrl`.',
  'path-decoded':
    'The path that was signed and the one that is verified differ in percent-encoding. Set `callbackUrl`, or use plain ASCII.',
  'path-case':
    'The path that was signed and the one that is verified differ in case. Set `callbackUrl`.',
  'path-prefix':
    'The path that was signed and the one that is verified differ by a prefix, as with a gateway that has a stage or a mounted app. Set `callbackUrl` to the URL outside.',
  'path-other': 'Another path was signed than the one that is verified. Set `callbackUrl`.',
  'content-encoding':
    'The body was compressed: what was signed and what is verified are its two sides. Verify the other one, or switch compression off.',
  'body-empty':
    'The body is empty: something read it before. Mount the webhook before body parsers.',
  'body-changed':
    'The body is not as long as Content-Length says: something changed it. Verify the bytes as they were received.',
  'body-decoded':
    'The body was decoded to text in another encoding than UTF-8. Verify the bytes as they were received.',
  'body-trimmed':
    'The body that was signed and the one that is verified differ by white space or a BOM around it.',
  'body-line-breaks':
    'The body that was signed and the one that is verified differ in their line breaks.',
  'body-pretty-printed':
    'The body was signed pretty-printed, but is verified otherwise. Verify the bytes as they were received.',
  'body-re-serialised':
    'The body was parsed and serialised again after it was signed. Verify the bytes as they were received: mount the webhook before body parsers.',
  'path-or-secret':
    'The path or the secret is another one than was signed with, or somebody else sent it. Compare the callback URL and the secret with those at PayStablecoin, and try again with `callbackUrl`.',
  'wrong-secret':
    'The secret is another one than was signed with, or somebody else sent it. Compare it with the one at PayStablecoin.',
} as const

/** A cause's name. */
export type SignatureCauseKind = keyof typeof ADVICE

/** Why a signature does not hold. */
export interface SignatureCause {
  readonly kind: SignatureCauseKind
  /** What it means and what to do, in a sentence or two. */
  readonly advice: string
}

/** The causes in words, each once. */
export function toCauses(kinds: readonly SignatureCauseKind[]): readonly SignatureCause[] {
  return [...new Set(kinds)].map((kind) => ({ kind, advice: ADVICE[kind] }))
}
