/**
 * Why a webhook was rejected, in the words of core. Adds only how the signature's text was written.
 *
 * @module
 */
import { explainSignature } from '@paystablecoin/core'
import type {
  ExplainSignatureOptions,
  SignatureCauseKind,
  SignatureMatch,
} from '@paystablecoin/core'
import { describe } from './mistakes.ts'
import type { Mistake } from './mistakes.ts'
import { readSignature } from './signature-text.ts'

/** A webhook whose signature was rejected. */
export interface RejectedWebhook {
  readonly timestamp: string
  readonly signature: string
  /** The path or URL that was called, with its query where it has one. */
  readonly target: string
  readonly body: Uint8Array
}

/** Why a webhook was rejected. */
export interface WebhookDiagnosis {
  readonly mistakes: readonly (Mistake | SignatureCauseKind)[]
  /** What to do, in a sentence or two. */
  readonly advice: string
  /** What was signed, where it was found. Without it, the mistakes are guesses. */
  readonly match: SignatureMatch | undefined
}

/** Why a webhook was rejected. */
export async function diagnoseWebhook(
  { timestamp, signature, target, body }: RejectedWebhook,
  options: ExplainSignatureOptions,
): Promise<WebhookDiagnosis> {
  const read = readSignature(signature) ?? { signature, mistakes: [] }
  const headers = { 'x-timestamp': timestamp, 'x-signature': read.signature }
  const { causes, match, skewMs } = await explainSignature({ headers, body, path: target }, options)
  const kinds = causes.map(({ kind }) => kind)
  const isLate = kinds.some((kind) => kind.startsWith('clock-'))
  const offBy = `It is off by ${(Math.abs(skewMs ?? 0) / 1000).toFixed(1)} seconds.`
  const advice = [
    describe(read.mistakes).advice,
    ...causes.map((cause) => cause.advice),
    isLate ? offBy : '',
  ]
  return {
    mistakes: [...read.mistakes, ...kinds],
    advice: advice.filter((sentence) => sentence !== '').join(' '),
    match,
  }
}
