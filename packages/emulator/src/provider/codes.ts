/**
 * The codes in a response's envelope: the provider's documented ones, and the emulator's own where the documents name none.
 * Knows no orders and no HTTP.
 *
 * @module
 */

/** The provider's documented codes. */
const DOCUMENTED = {
  '00000': 'success',
  '10001': 'invalid argument',
  '10002': 'missing required parameter',
  '10003': 'invalid parameter format',
  '10004': 'order amount must be greater than 0',
  '10005': 'expiration time earlier than now',
  '10006': 'currency not supported',
  '10007': 'invalid merchant',
  '10008': 'amount outside the allowed range',
  '10009': 'amount precision not reasonable',
  '10010': 'invalid payment method',
  '20001': 'order already exists',
  '20002': 'order already paid',
  '20003': 'order already cancelled',
  '20004': 'order already closed',
  '20005': 'order expired',
  '20006': 'order not payable',
  '20007': 'invalid order status for this operation',
  '20008': 'duplicate payment',
  '20009': 'payment amount mismatch',
  '50010': 'API_PERMISSION_DISABLED',
  '99999': 'internal system error',
} as const

/** The emulator's own codes, in the ranges that the documents leave open. The provider's numbers will differ: branch on the range. */
const INVENTED = {
  '20901': 'order already refunded',
  '20902': 'refund already exists, and the request is the same',
  '20903': 'refund already exists, and the request differs',
  '20904': 'the emulator already holds maxOrders unfinished orders',
  '40901': 'order not found',
  '40902': 'refund not found',
  '40903': 'no such endpoint',
  '50901': 'X-Api-Key is missing',
  '50902': "X-Api-Key is not this merchant's",
  '50903': 'X-Timestamp is missing or not 13 digits',
  '50904': 'X-Signature is missing or not Base64 of 32 bytes',
  '50905': 'signature does not match',
  '50906': 'timestamp is outside the window of 5 minutes',
} as const

/** A code that the provider documents. */
export type DocumentedCode = keyof typeof DOCUMENTED
/** A code of the emulator's own. */
export type InventedCode = keyof typeof INVENTED
/** Every code that the emulator responds with. */
export type Code = DocumentedCode | InventedCode

const MESSAGES: Readonly<Record<Code, string>> = { ...DOCUMENTED, ...INVENTED }

/** A code's meaning in words. */
export function messageOf(code: Code): string {
  return MESSAGES[code]
}

/** Whether a text is a code that the emulator responds with. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(MESSAGES, text)
}

/** Whether a code is the emulator's own. */
export function isInvented(code: Code): code is InventedCode {
  return Object.hasOwn(INVENTED, code)
}

/** Why something was rejected: a code, and what exactly is wrong. */
export interface Rejection {
  readonly code: Exclude<Code, '00000'>
  readonly detail?: string | undefined
}

/** Something that was rejected. */
export interface Rejected extends Rejection {
  readonly ok: false
}

/** A value, or why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Rejected

/** A rejection with its detail. */
export function reject(code: Rejection['code'], detail?: string): Rejected {
  return { ok: false, code, detail }
}

export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}
