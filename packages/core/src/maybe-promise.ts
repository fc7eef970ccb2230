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

/** The first result that is not `undefined`, of items that are tried one after another. */
export function findFirst<Item, Result>(
  items: readonly Item[],
  attempt: (item: Item, index: number) => MaybePromise<Result | undefined>,
  startIndex = 0,
): MaybePromise<Result | undefined> {
  let index = -1
  for (const item of items) {
    index += 1
    if (index < startIndex) continue
    const result = attempt(item, index)
    if (isPromise(result)) {
      return result.then((found) => found ?? findFirst(items, attempt, index + 1))
    }
    if (result !== undefined) return result
  }
  return undefined
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
