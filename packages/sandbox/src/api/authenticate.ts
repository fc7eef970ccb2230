/**
 * Who calls, and whether the signature holds: core's verdict, put into codes.
 * Knows no endpoints.
 *
 * @module
 */
import { isSignatureError, verifyRequest } from '@paystablecoin/core'
import type { Outcome } from '../codes.ts'
import { refuse, succeed } from '../codes.ts'
import type { Merchant } from '../model.ts'
import type { ApiCall } from './call.ts'

/** The merchant that a call is of, if its key and its signature hold at this time. */
export async function authenticate(
  call: ApiCall,
  merchant: Merchant,
  nowMs: number,
  needsApiKey: boolean,
): Promise<Outcome<Merchant>> {
  if (needsApiKey && call.apiKey === '') return refuse('50901')
  if (needsApiKey && call.apiKey !== merchant.apiKey) return refuse('50902')
  try {
    await verifyCall(call, merchant, nowMs)
    return succeed(merchant)
  } catch (error) {
    return refuseFor(error)
  }
}

async function verifyCall(call: ApiCall, merchant: Merchant, nowMs: number): Promise<void> {
  const { method, path, query, body, timestamp, signature } = call
  const isBodyless = method === 'GET' || method === 'DELETE'
  await verifyRequest(
    { method, path, query, timestamp, signature, body: isBodyless ? undefined : body },
    { apiSecret: merchant.apiSecrets, now: () => nowMs },
  )
}

function refuseFor(error: unknown): ReturnType<typeof refuse> {
  // A query beside a body, or characters that can't be signed.
  if (error instanceof TypeError) return refuse('10001', error.message)
  if (!isSignatureError(error)) throw error
  switch (error.reason) {
    case 'missing-timestamp':
    case 'malformed-timestamp':
      return refuse('50903')
    case 'missing-signature':
    case 'malformed-signature':
      return refuse('50904')
    case 'stale':
    case 'future':
      return refuse('50906')
    default:
      return refuse('50905')
  }
}
