/**
 * The text that a signature covers, to show it and to try out what a merchant may have signed instead.
 * It signs and verifies nothing: core does. Tests hold it against core's signatures.
 *
 * @module
 */

/** The parts of a request that are signed. */
export interface SignedParts {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: Uint8Array
}

/** SHA-256 in standard Base64. */
export async function sha256Base64(content: string | Uint8Array): Promise<string> {
  const digest = await sha256(content)
  return btoa(String.fromCharCode(...digest))
}

/** SHA-256 in hexadecimal digits. */
export async function sha256Hex(content: string | Uint8Array): Promise<string> {
  const digest = await sha256(content)
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function sha256(content: string | Uint8Array): Promise<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
}

/** What follows the timestamp's line in the signed text of an API request. */
export async function requestLines({ method, path, query, body }: SignedParts): Promise<string> {
  const lines = [method.toUpperCase(), path]
  if (carriesBody(method)) lines.push(await sha256Base64(body))
  else if (query !== '') lines.push(await sha256Base64(query))
  return lines.join('\n')
}

/** Whether the body is what is hashed, rather than the query. */
export function carriesBody(method: string): boolean {
  return !['GET', 'DELETE'].includes(method.toUpperCase())
}

/** What follows the timestamp's line in the signed text of a webhook. */
export async function webhookLines(
  scheme: 'request' | 'body',
  path: string,
  body: string,
): Promise<string> {
  return scheme === 'body' ? body : `POST\n${path}\n${await sha256Base64(body)}`
}
