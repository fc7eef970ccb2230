/**
 * The checks that options share. Each names the option in its `TypeError`.
 * Must never put an option's value into a message: it may be a secret.
 *
 * @module
 */
import { isTypeError } from './thrown.ts'

/** Fails unless the value is an object that is no list. */
export function assertObject(option: string, value: unknown): asserts value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new TypeError(`${option} must be an object`)
}

/** Fails on an option that does not exist, such as a misspelt one. */
export function assertKnown(options: object, names: ReadonlySet<string>): void {
  const unknown = Object.keys(options).find((name) => !names.has(name))
  if (unknown !== undefined) throw new TypeError(`${unknown} is not an option of the emulator`)
}

/** Fails unless the value is a function. */
export function assertFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${option} must be a function`)
}

/** `true` or `false`, or `false` when there is none. */
export function toBoolean(option: string, value: unknown = false): boolean {
  if (typeof value === 'boolean') return value
  throw new TypeError(`${option} must be true or false`)
}

/** One of some words, or the first. */
export function toOneOf<T extends string>(
  option: string,
  value: T | undefined,
  words: readonly [T, ...T[]],
): T {
  if (value === undefined) return words[0]
  if (words.includes(value)) return value
  throw new TypeError(`${option} must be one of ${words.join(', ')}`)
}

/** A finite number that is not too small, or its default. */
export function toNumber(
  option: string,
  value: number | undefined,
  { atLeast, byDefault }: { readonly atLeast: number; readonly byDefault: number },
): number {
  if (value === undefined) return byDefault
  if (Number.isFinite(value) && value >= atLeast) return value
  throw new TypeError(`${option} must be a number of at least ${atLeast}`)
}

/** A whole number in a range, or its default. */
export function toInteger(
  option: string,
  value: number | undefined,
  range: { readonly atLeast: number; readonly atMost: number; readonly byDefault: number },
): number {
  if (value === undefined) return range.byDefault
  const { atLeast, atMost } = range
  if (Number.isSafeInteger(value) && value >= atLeast && value <= atMost) return value
  throw new TypeError(`${option} must be a whole number from ${atLeast} to ${atMost}`)
}

/** A text that is not empty. */
export function toText(option: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`${option} must be a text, not missing or empty`)
}

/** A list, each item checked. */
export function toList<T>(
  option: string,
  value: unknown,
  toItem: (item: unknown, name: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw new TypeError(`${option} must be a list`)
  return Array.from(value, (item: unknown, index) => toItem(item, `${option}[${index}]`))
}

/** Runs a check, and puts the option's name in front of its message. */
export function naming<T>(option: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (isTypeError(error)) throw new TypeError(`${option}: ${error.message}`, { cause: error })
    throw error
  }
}
