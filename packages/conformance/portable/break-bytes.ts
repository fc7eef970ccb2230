/**
 * One byte rule broken on purpose: the test of the suite itself.
 *
 * @module
 */

const STRICT = 'export function decodeDigest(text) {\n'
const LAX = "    text = text.replaceAll('-', '+').replaceAll('_', '/');\n"

/**
 * Core's built `bytes.js`, made to accept the URL-safe alphabet too.
 *
 * @throws {Error} The function is not spelled as it was: nothing would be broken, and the test would prove nothing.
 */
export function breakBytes(source: string): string {
  if (!source.includes(STRICT)) throw new Error('bytes.js has no decodeDigest to break')
  return source.replace(STRICT, STRICT + LAX)
}
