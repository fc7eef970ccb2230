/**
 * The base of every error a user can meet, and how one is recognised.
 * Must never hold a secret, a signature or a body.
 *
 * @module
 */

const BRAND = Symbol.for('@paystablecoin/error')

/** What happened, for a program to branch on: one code for each class of errors. */
export type PayStablecoinErrorCode =
  | 'API_ERROR'
  | 'RESPONSE_ERROR'
  | 'TRANSPORT_ERROR'
  | 'ORDER_EXISTS'
  | 'WAIT_ERROR'
  | 'SIGNATURE_ERROR'
  | 'MALFORMED_EVENT'
  | 'BODY_ERROR'
  | 'MERCHANT_MISMATCH'
  | 'DELIVERY_ERROR'
  | 'IDLE_TIMEOUT'
  | 'INBOX_ENTRY_ERROR'
  | 'OVERLOADED'

/** The base of every error that comes from data, the provider or the network. Mistakes in code are `TypeError`s. */
export class PayStablecoinError extends Error {
  static {
    Object.defineProperty(this.prototype, BRAND, { value: true })
  }

  override readonly name: string = 'PayStablecoinError'
  /** What happened, for a program to branch on. */
  readonly code: PayStablecoinErrorCode

  constructor(code: PayStablecoinErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether an error bears the mark of this package. Not by instanceof: it may be of another copy of the package or another realm. */
export function isBranded(error: unknown): error is PayStablecoinError {
  return BRAND in Object(error)
}

/** Whether an error is of this package and has this name. */
export function isErrorNamed(error: unknown, name: string): boolean {
  return isBranded(error) && error.name === name
}
