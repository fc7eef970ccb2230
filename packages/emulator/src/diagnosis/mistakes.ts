/**
 * The classic mistakes of signing, and what to say about each.
 * Finds none: see `diagnose-request.ts`.
 *
 * @module
 */

/** What each mistake means, and what to do. */
export const MISTAKES = {
  'header-missing': 'X-Timestamp and X-Signature are both needed.',
  'timestamp-in-seconds':
    'X-Timestamp is in seconds. It must be milliseconds: 13 digits, such as Date.now().',
  'timestamp-in-microseconds':
    'X-Timestamp is in microseconds. It must be milliseconds: 13 digits.',
  'timestamp-malformed': 'X-Timestamp must be Unix milliseconds: 13 digits and nothing else.',
  'clock-behind':
    'The signature is valid, but its time is too old. Check the clock, or sign later: just before sending.',
  'clock-ahead': 'The signature is valid, but its time is in the future. Check the clock.',
  'signature-url-safe':
    'X-Signature is URL-safe Base64 ("-", "_"). It must be the standard alphabet ("+", "/").',
  'signature-unpadded':
    'X-Signature lacks its "=" at the end. It must be Base64 with padding: 44 characters.',
  'signature-hex': 'X-Signature is hexadecimal. It must be Base64 of the 32 bytes.',
  'signature-base64-of-hex':
    'X-Signature is Base64 of hexadecimal digits. It must be Base64 of the 32 bytes themselves.',
  'signature-decorated':
    'X-Signature has something before or around the Base64. It must be the 44 characters alone.',
  'signature-malformed': 'X-Signature is not Base64 of 32 bytes: 44 characters with padding.',
  'path-with-query':
    'The query was signed as part of the path. Sign the path without it, and the hash of the query.',
  'path-with-host': 'The whole URL was signed. Sign the path alone, from its first "/".',
  'path-without-prefix': 'The path was signed without its start. Sign all of it, from /api/v1/ on.',
  'path-trailing-slash':
    'The path that was signed and the path that was called differ by a "/" at the end.',
  'path-decoded':
    'The path was signed decoded. Sign it as it is in the URL, percent signs included.',
  'method-lower-case': 'The method was signed in lower case. Sign it in upper case.',
  'body-pretty-printed':
    'The body was signed pretty-printed, but sent otherwise. Sign the exact bytes that are sent.',
  'body-re-serialised':
    'The body was serialised a second time between signing and sending. Serialise once: sign and send that text.',
  'body-trimmed':
    'The body that was signed and the body that was sent differ by white space at the end.',
  'body-not-hashed': 'The body itself was signed. Sign Base64(SHA256(body)) in its place.',
  'body-hash-in-hex': 'The hash was signed in hexadecimal. Sign it in Base64.',
  'hash-missing': 'The hash of the body or query was left out of the signed text.',
  'hash-of-nothing':
    'A hash of an empty body was signed. A GET without a query has no hash: three lines only.',
  'query-not-hashed': 'The query itself was signed. Sign Base64(SHA256(query)) in its place.',
  'query-with-question-mark': 'The query was hashed with its "?". Hash what follows it.',
  'query-decoded': 'The query was hashed decoded. Hash the characters that the URL carries.',
  'trailing-newline':
    'The signed text ends with a line break. Join the lines with line breaks, and end with none.',
  'webhook-scheme':
    "The text was built as in a webhook's body scheme. A request has method, path and hash.",
  'api-key-as-secret':
    'The API key was used as the secret. Sign with the API secret; the key goes into X-Api-Key.',
  'secret-of-another-merchant': "This is signed with another merchant's secret.",
  'wrong-secret':
    'No known mistake explains it, so the secret is most likely a different one. Use its characters as they are: not Base64-decoded, no white space around.',
} as const

/** A mistake's name. */
export type Mistake = keyof typeof MISTAKES

/** What is wrong with a signature. */
export interface Diagnosis {
  readonly mistakes: readonly Mistake[]
  /** What to do, in a sentence or two. */
  readonly advice: string
}

/** A diagnosis in words. */
export function describe(mistakes: readonly Mistake[], addition = ''): Diagnosis {
  const advice = mistakes.map((mistake) => MISTAKES[mistake]).join(' ')
  return { mistakes, advice: addition === '' ? advice : `${advice} ${addition}` }
}
