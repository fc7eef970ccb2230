/**
 * Which refused calls are looked into, and which secrets may have been used for them.
 * Decides nothing: the call is refused already.
 *
 * @module
 */
import type { Refusal } from '../codes.ts'
import type { SecretGuess } from '../diagnosis/diagnose.ts'
import { diagnoseRequest } from '../diagnosis/diagnose.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import type { Merchant } from '../model.ts'
import type { ApiCall } from './call.ts'

const SIGNATURE_CODES: ReadonlySet<string> = new Set(['50903', '50904', '50905', '50906'])

/** Says why a call's signature was refused; `undefined` when it was refused for something else. */
export async function diagnoseCall(
  refusal: Refusal,
  call: ApiCall,
  merchant: Merchant,
  merchants: readonly Merchant[],
  nowMs: number,
): Promise<Diagnosis | undefined> {
  if (!SIGNATURE_CODES.has(refusal.code)) return undefined
  return diagnoseRequest({ ...call, nowMs }, guessSecrets(merchant, merchants))
}

/** The secrets that may have been used: the right ones first. */
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
