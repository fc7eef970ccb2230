/**
 * The checks that options share. Each names the option in its `TypeError`.
 * Must never put an option's value into a message: it may be a secret.
 *
 * @module
 */

/** Refuses what can't be called. */
export function assertFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${option} must be a function`)
}

/** Refuses an object that lacks one of these methods. */
export function assertMethods(option: string, value: unknown, methods: readonly string[]): void {
  for (const method of methods)
    assertFunction(`${option}.${method}`, Reflect.get(Object(value), method))
}

/** Refuses what is no text, where there is something. */
export function assertOptionalString(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') {
    throw new TypeError(`${option} must be a string`)
  }
}

/** Rejects what is neither left out nor true or false. */
export function assertOptionalBoolean(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw new TypeError(`${option} must be true or false`)
  }
}

/** Refuses what is not among the allowed words. */
export function assertOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new TypeError(`${option} must be one of ${allowed.join(', ')}`)
  }
}

/** Refuses what is neither left out nor a signal. Not by instanceof: a signal may be of another realm. */
export function assertSignal(signal: AbortSignal | undefined): void {
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new TypeError('signal must be an AbortSignal')
  }
}

/** Refuses what is no number, and one that is too small. `Infinity` stands for "no limit". */
export function assertNumber(option: string, value: unknown, atLeast: number = 0): void {
  if (typeof value !== 'number' || !(value >= atLeast)) {
    throw new TypeError(`${option} must be a number of at least ${atLeast}`)
  }
}

/** A number that is not too small, or its default when there is none. */
export function toNumber(
  option: string,
  value: number | undefined,
  byDefault: number,
  atLeast?: number,
): number {
  if (value === undefined) return byDefault
  assertNumber(option, value, atLeast)
  return value
}

/** A whole number that is not too small, or its default when there is none. */
export function toInteger(
  option: string,
  value: number | undefined,
  byDefault: number,
  atLeast: number = 0,
): number {
  if (value === undefined) return byDefault
  if (!Number.isInteger(value) || value < atLeast) {
    throw new TypeError(`${option} must be a whole number of at least ${atLeast}`)
  }
  return value
}
