/**
 * One webhook of the fuzz: what is sent, what the receiver is set to, and what it does then. Plain data, so that it can be printed.
 * Imports nothing: neither core nor the oracle has a say in it.
 *
 * @module
 */

/** Every way in which a webhook can end. A run has to see each of them. */
export const REASONS = [
  'accepted',
  'missing-timestamp',
  'malformed-timestamp',
  'missing-signature',
  'malformed-signature',
  'api-path',
  'mismatch',
  'stale',
  'future',
  'malformed-event',
  'other-merchant',
  'too-large',
  'timeout',
  'broken',
  'unavailable',
] as const

export type Reason = (typeof REASONS)[number]
export type Scheme = 'request' | 'body'

/** What the receiver is set to. */
export interface CaseSettings {
  secrets: string[]
  scheme: Scheme | 'auto'
  toleranceMs: number
  maxBodyBytes: number
  merchantId: string | undefined
  callbackUrls: string[]
  nowMs: number
}

/** What carries the body to the receiver. */
export type Carrier = 'bytes' | 'text' | 'web stream' | 'Node stream' | 'iterable'

/** What comes after the last byte; `gone` is a body that somebody else has read. */
export type Fate = 'ends' | 'breaks' | 'stalls' | 'turns to text' | 'gone'

/** A webhook as it is sent. */
export interface FuzzCase {
  settings: CaseSettings
  /** In which form the headers arrive: the Fetch API's object, or a record as of Node's servers. */
  headersForm: 'Headers' | 'record'
  headers: [name: string, value: string][]
  /** The request target. */
  path: string
  body: Buffer
  carrier: Carrier
  /** Where the body is cut into pieces. */
  cuts: number[]
  fate: Fate
}

/** What a receiver did, or has to do. */
export interface Verdict {
  readonly reason: Reason
  readonly status: number
  /** What was called with the event. */
  readonly handler: 'onEvent' | 'onStale' | 'none'
  /** How it was signed, where a handler was called. */
  readonly signedBy?: { readonly scheme: Scheme; readonly secretIndex: number } | undefined
  /** The text that the handler got. */
  readonly text?: string | undefined
}
