/**
 * Values that are there already, or will be: what is there is worked on at once, since every `await` costs a turn and a promise.
 * Knows nothing of what the values are.
 *
 * @module
 */

/** A value, or the promise of one. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Goes on with a value: at once when it is there, else when it comes. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value)
}

/** Does work, and goes on with what it threw or rejected with. */
export function orElse<Value, Result>(
  work: () => MaybePromise<Value>,
  onError: (error: unknown) => Result,
): MaybePromise<Value | Result> {
  try {
    const value = work()
    return isPromise(value) ? value.then(undefined, onError) : value
  } catch (error) {
    return onError(error)
  }
}

// Not by instanceof: the global may be another Promise than that of async functions, and a promise taken for the value that it
// brings would let every signature in.
function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
