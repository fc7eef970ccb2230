/**
 * One byte rule broken on purpose: the test of the suite itself.
 *
 * @module
 */

const NORMALISE = (name: string): string =>
  `    ${name} = ${name}.replaceAll('-', '+').replaceAll('_', '/');\n`

// One comparison lets a signature in, whichever way its HMAC was computed; one pattern says what canonical Base64 is.
const DOORS: Readonly<Record<string, readonly [string, string]>> = {
  'bytes.js': ['export function isDigest(text) {\n', NORMALISE('text')],
  'signature-check.js': [
    'export function isSameSignature(computed, given) {\n',
    NORMALISE('given'),
  ],
}

/** The files of core's `dist` in which a signature's Base64 is judged. */
export const BREAKABLE_FILES: readonly string[] = Object.keys(DOORS)

/**
 * One of these files, made to accept the URL-safe alphabet too.
 *
 * @throws {Error} It is not written as it was: nothing would be broken, and the test would prove nothing.
 */
export function breakFile(file: string, source: string): string {
  const [door, lax] = DOORS[file] ?? []
  if (door === undefined || lax === undefined || !source.includes(door)) {
    throw new Error(`${file} of core has no place that is known to judge a signature`)
  }
  return source.replace(door, door + lax)
}
