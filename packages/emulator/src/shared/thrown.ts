/**
 * What was thrown, whichever realm made it: a test runner's errors are not instances of the classes here.
 *
 * @module
 */

/** Whether this is an error. */
export function isError(thrown: unknown): thrown is Error {
  const { name, message } = Object(thrown) as Partial<Error>
  return typeof name === 'string' && typeof message === 'string'
}

/** Whether this is a `TypeError`: a mistake of the caller's. */
export function isTypeError(thrown: unknown): thrown is TypeError & { readonly name: 'TypeError' } {
  return isError(thrown) && thrown.name === 'TypeError'
}

/** The error that was thrown, or one about whatever else it was. */
export function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown))
}
