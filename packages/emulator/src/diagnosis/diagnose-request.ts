/**
 * Finds out why a request was rejected, by trying the mistakes that people make. Each try is signed by core.
 * Decides nothing: core alone rejects.
 *
 * @module
 */
import { isSignatureError, signWebhook, verifyWebhook } from '@paystablecoin/core'
import type { Candidate } from './candidates.ts'
import { requestCandidates } from './candidates.ts'
import type { Diagnosis, Mistake } from './mistakes.ts'
import { describe } from './mistakes.ts'
import type { ReadSignature } from './signature-text.ts'
import { readSignature } from './signature-text.ts'
import type { SignedParts } from './signed-text.ts'

/** The two headers as they were received, and when. */
export interface SignatureHeaders {
  readonly timestamp: string
  readonly signature: string
  readonly nowMs: number
}

/** A secret that may have been used, and the mistake that it would be. */
export interface SecretGuess {
  readonly secret: string
  readonly mistake?: Mistake | undefined
}

/** A request whose signature was rejected. */
export interface RejectedRequest extends SignatureHeaders, SignedParts {
  /** Scheme and host of the URL that was called. */
  readonly origin: string
}

/** Why a request was rejected. */
export async function diagnoseRequest(
  request: RejectedRequest,
  secrets: readonly SecretGuess[],
): Promise<Diagnosis> {
  const { timestamp, signature } = request
  if (timestamp === '' || signature === '') return describe(['header-missing'])
  const clock = timestampMistake(timestamp)
  if (clock !== undefined) return describe([clock])
  const read = readSignature(signature)
  if (read === undefined) return describe(['signature-malformed'])
  const candidates = await requestCandidates(request, request.origin)
  const found = await findMatch(timestamp, read, secrets, candidates)
  if (found === undefined) return describe([...read.mistakes, 'wrong-secret'])
  const late = await latenessOf(request, read.signature, found)
  const mistakes = [
    ...read.mistakes,
    ...found.mistakes,
    ...(late === undefined ? [] : [late.mistake]),
  ]
  return describe(mistakes, late?.addition)
}

function timestampMistake(timestamp: string): Mistake | undefined {
  if (/^[0-9]{13}$/.test(timestamp)) return undefined
  if (/^[0-9]{10}(\.[0-9]+)?$/.test(timestamp)) return 'timestamp-in-seconds'
  return /^[0-9]{16}$/.test(timestamp) ? 'timestamp-in-microseconds' : 'timestamp-malformed'
}

interface Lateness {
  readonly mistake: Mistake
  readonly addition: string
}

// Core knows the window: let it verify the text that turned out to be signed.
async function latenessOf(
  { timestamp, nowMs }: SignatureHeaders,
  signature: string,
  { lines, secret }: Match,
): Promise<Lateness | undefined> {
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const options = { apiSecret: secret, scheme: 'body', now: () => nowMs } as const
  const error: unknown = await verifyWebhook({ headers, body: lines }, options).catch(
    (thrown: unknown) => thrown,
  )
  if (!isSignatureError(error) || error.skewMs === undefined) return undefined
  const addition = `It is off by ${(Math.abs(error.skewMs) / 1000).toFixed(1)} seconds.`
  return { mistake: error.skewMs > 0 ? 'clock-behind' : 'clock-ahead', addition }
}

interface Match {
  readonly lines: string
  readonly secret: string
  readonly mistakes: readonly Mistake[]
}

async function findMatch(
  timestamp: string,
  { signature }: ReadSignature,
  secrets: readonly SecretGuess[],
  candidates: readonly Candidate[],
): Promise<Match | undefined> {
  for (const { secret, mistake: secretMistake } of secrets) {
    for (const { lines, mistake } of candidates) {
      // The body scheme signs "timestamp, line break, anything", so core signs every text that may have been meant.
      const tried = await signWebhook({ timestamp, body: lines, scheme: 'body' }, secret)
      if (tried !== signature) continue
      const mistakes = [secretMistake, mistake].flatMap((found) => found ?? [])
      return { lines, secret, mistakes }
    }
  }
  return undefined
}
