/**
 * Values that are there already, or promised. An `await` costs a promise and a turn, so what is there is used at once:
 * `isPromise(value) ? await value : value`.
 *
 * @module
 */

/** A value, or the promise of one. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Continues with a value: at once when it is there, else when it arrives. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value)
}

/**
 * Whether a value has to be awaited. Not by instanceof: the global may be another Promise than that of async functions, and a
 * promise taken for the value that it brings would let every signature in.
 */
export function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
