/**
 * One byte rule broken on purpose: the test of the suite itself.
 *
 * @module
 */

const normalise = (name: string): string =>
  `  ${name} = ${name}.replaceAll('-', '+').replaceAll('_', '/');\n`

// One comparison lets a signature in, whichever way its HMAC was computed; one pattern says what canonical Base64 is.
const DOORS: Readonly<Record<string, readonly [door: string, lax: string]>> = {
  isDigest: ['function isDigest(text) {\n', normalise('text')],
  isSameSignature: ['function isSameSignature(computed, given) {\n', normalise('given')],
}

/** The functions of core that judge a signature's Base64. */
export const BREAKABLE_FUNCTIONS: readonly string[] = Object.keys(DOORS)

/** The file of core's `dist` that holds them. */
export const BREAKABLE_FILE = 'shared.js'

/**
 * The file, with some of these functions made to accept the URL-safe alphabet too.
 *
 * @throws {Error} One is not written as it was: nothing would be broken, and the test would prove nothing.
 */
export function breakCore(source: string, functions = BREAKABLE_FUNCTIONS): string {
  let broken = source
  for (const name of functions) {
    const [door, lax] = DOORS[name] ?? []
    if (door === undefined || lax === undefined || !source.includes(door)) {
      throw new Error(`core has no ${name} that is known to judge a signature`)
    }
    broken = broken.replace(door, door + lax)
  }
  return broken
}
