/**
 * Which rejected calls are diagnosed, and which secrets may have been used for them.
 * Decides nothing: the call has been rejected already.
 *
 * @module
 */
import type { Rejection } from '../provider/codes.ts'
import type { SecretGuess } from '../diagnosis/diagnose-request.ts'
import { diagnoseRequest } from '../diagnosis/diagnose-request.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import type { Merchant } from '../provider/model.ts'
import type { ApiCall } from './call.ts'

const SIGNATURE_CODES: ReadonlySet<string> = new Set(['50903', '50904', '50905', '50906'])

/** Why a call's signature was rejected; `undefined` when the call was rejected for another reason. */
export async function diagnoseCall(
  rejection: Rejection,
  call: ApiCall,
  merchant: Merchant,
  merchants: readonly Merchant[],
  nowMs: number,
): Promise<Diagnosis | undefined> {
  if (!SIGNATURE_CODES.has(rejection.code)) return undefined
  return diagnoseRequest({ ...call, nowMs }, guessSecrets(merchant, merchants))
}

/** The secrets that may have been used, the correct ones first. */
function guessSecrets(merchant: Merchant, merchants: readonly Merchant[]): readonly SecretGuess[] {
  const others = merchants.filter((other) => other !== merchant)
  return [
    ...merchant.apiSecrets.map((secret) => ({ secret })),
    { secret: merchant.apiKey, mistake: 'api-key-as-secret' },
    ...others.flatMap(({ apiSecrets }) =>
      apiSecrets.map((secret) => ({ secret, mistake: 'secret-of-another-merchant' as const })),
    ),
  ]
}
