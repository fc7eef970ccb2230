/**
 * The error of a store that could not do what it was asked.
 * Must not contain a password, and therefore no error of a driver.
 *
 * @module
 */

/** What a store was doing. */
export type StoreOperation = 'claim' | 'complete' | 'release' | 'extend' | 'sweep'

const CONSEQUENCES: Readonly<Record<StoreOperation, string>> = {
  claim: 'The event was not handled; it is when PayStablecoin sends it again.',
  complete: 'The event was handled, but may be handled again.',
  release: 'The event failed, and is not handled again before its lease ends.',
  extend: 'The event may be handled again while its handler runs.',
  sweep: 'Expired rows remain.',
}

/** Thrown when the database failed, was too late, or has no table that fits. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  /** What the store was doing. */
  readonly operation: StoreOperation
  /** The driver's code, for example `ECONNREFUSED` or `42P01`. */
  readonly code: string | undefined

  constructor(operation: StoreOperation, problem: string, code?: string) {
    super(`Deduplication (${operation}): ${problem}. ${CONSEQUENCES[operation]}`)
    this.operation = operation
    this.code = code
  }
}
