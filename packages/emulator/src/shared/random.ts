/**
 * Repeatable randomness from a seed: a stream of fractions, and ids that depend on names only.
 * Nothing here is secret or safe to sign with.
 *
 * @module
 */

/** Returns the next fraction, at least 0 and less than 1. */
export type Random = () => number

/** A stream of fractions that a seed decides (sfc32, seeded by four FNV-1a hashes). */
export function createRandom(seed: string): Random {
  let a = fnv1a(`a${seed}`)
  let b = fnv1a(`b${seed}`)
  let c = fnv1a(`c${seed}`)
  let counter = fnv1a(`d${seed}`)
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round += 1) next()
  return next
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash | 0
}

/** Makes an id: always the same for the same seed and names. */
export type MakeId = (prefix: string, ...names: readonly string[]) => string

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const ID_LENGTH = 20

/** Ids that depend on the seed and on their names, not on the order of calls: concurrent calls stay repeatable. */
export function createIdSource(seed: string): MakeId {
  return (prefix, ...names) => {
    const random = createRandom(JSON.stringify([seed, prefix, ...names]))
    const chars = Array.from({ length: ID_LENGTH }, () => ALPHABET.charAt(random() * 32))
    return `${prefix}${chars.join('')}`
  }
}

/** A random seed, for when none is given. */
export function randomSeed(): string {
  const words = globalThis.crypto.getRandomValues(new Uint32Array(2))
  return [...words].map((word) => word.toString(36)).join('')
}
