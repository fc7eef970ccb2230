/**
 * The base of every error a user can meet, and how one is recognised.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */

const BRAND = Symbol.for('@paystablecoin/error')

/** The base of every error that comes from data, the provider or the network. Mistakes in code are `TypeError`s. */
export class PayStablecoinError extends Error {
  static {
    Object.defineProperty(this.prototype, BRAND, { value: true })
  }

  override readonly name: string = 'PayStablecoinError'
  /** What happened, for a program to branch on. On an `ApiError` it is the provider's own code. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether an error is one of this package's, also from another copy of it. */
export function isPayStablecoinError(error: unknown): error is PayStablecoinError {
  // By brand, not by instanceof: two copies of the package may be installed.
  return error instanceof Error && BRAND in error
}

/** Whether an error is of this package and has this name. */
export function isErrorNamed(error: unknown, name: string): boolean {
  return isPayStablecoinError(error) && error.name === name
}
