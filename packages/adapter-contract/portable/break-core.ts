/**
 * Breaks one byte rule of core on purpose, to test the suite itself.
 *
 * @module
 */

const normalise = (name: string): string =>
  `  ${name} = ${name}.replaceAll('-', '+').replaceAll('_', '/');\n`

// One function compares signatures, however the HMAC was computed; one function checks for canonical Base64.
const BREAKABLE: Readonly<Record<string, readonly [start: string, lax: string]>> = {
  isDigest: ['function isDigest(text) {\n', normalise('text')],
  isSameSignature: ['function isSameSignature(computed, given) {\n', normalise('given')],
}

/** The functions of core that check a signature's Base64. */
export const BREAKABLE_FUNCTIONS: readonly string[] = Object.keys(BREAKABLE)

/** The file of core's `dist` that holds them. */
export const BREAKABLE_FILE = 'shared.js'

/**
 * Changes some of these functions so that they also accept the URL-safe alphabet.
 *
 * @throws {Error} A function was not found as written: nothing would be broken, and the test would prove nothing.
 */
export function breakCore(source: string, functions = BREAKABLE_FUNCTIONS): string {
  let broken = source
  for (const name of functions) {
    const [start, lax] = BREAKABLE[name] ?? []
    if (start === undefined || lax === undefined || !source.includes(start)) {
      throw new Error(`core has no function ${name} as it is known here`)
    }
    broken = broken.replace(start, start + lax)
  }
  return broken
}
