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

/** Refuses what is no clock. */
export function assertClock(clock: unknown): void {
  assertFunction('clock.now', Reflect.get(Object(clock), 'now'))
  assertFunction('clock.startTimer', Reflect.get(Object(clock), 'startTimer'))
}

/** Refuses what is not among the allowed words. */
export function assertOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new TypeError(`${option} must be one of ${allowed.join(', ')}`)
  }
}

/** Refuses what is no number, and one that is too small. `Infinity` stands for "no limit". */
export function assertNumber(option: string, value: unknown, atLeast: number = 0): void {
  if (typeof value !== 'number' || !(value >= atLeast)) {
    throw new TypeError(`${option} must be a number of at least ${atLeast}`)
  }
}

/** A number that is at least 0, or its default when there is none. */
export function toNumber(option: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault
  assertNumber(option, value)
  return value
}

/** Milliseconds greater than 0, or their default when there are none. */
export function toPositive(option: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault
  if (typeof value !== 'number' || !(value > 0)) {
    throw new TypeError(`${option} must be a number of milliseconds greater than 0`)
  }
  return value
}
