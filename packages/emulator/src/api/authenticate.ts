/**
 * Authenticates a call through core, and puts the reason of a rejection into codes.
 * Knows no endpoints.
 *
 * @module
 */
import { isSignatureError, verifyRequest } from '@paystablecoin/core'
import type { Outcome } from '../provider/codes.ts'
import { reject, succeed } from '../provider/codes.ts'
import type { Merchant } from '../provider/model.ts'
import { isTypeError } from '../shared/thrown.ts'
import type { ApiCall } from './call.ts'

/** The merchant who made the call, if its key and signature are valid at this time. */
export async function authenticate(
  call: ApiCall,
  merchant: Merchant,
  nowMs: number,
  needsApiKey: boolean,
): Promise<Outcome<Merchant>> {
  if (needsApiKey && call.apiKey === '') return reject('50901')
  if (needsApiKey && call.apiKey !== merchant.apiKey) return reject('50902')
  try {
    await verifyCall(call, merchant, nowMs)
    return succeed(merchant)
  } catch (error) {
    return rejectionFor(error)
  }
}

/** Whether key and signature are the merchant's, whatever the time. */
export async function isSigned(
  call: ApiCall,
  merchant: Merchant,
  needsApiKey: boolean,
): Promise<boolean> {
  const { ok } = await authenticate(call, merchant, Number(call.timestamp), needsApiKey)
  return ok
}

async function verifyCall(call: ApiCall, merchant: Merchant, nowMs: number): Promise<void> {
  const { method, path, query, body, timestamp, signature } = call
  const isBodyless = method === 'GET' || method === 'DELETE'
  await verifyRequest(
    { method, path, query, timestamp, signature, body: isBodyless ? undefined : body },
    { apiSecret: merchant.apiSecrets, now: () => nowMs },
  )
}

function rejectionFor(error: unknown): ReturnType<typeof reject> {
  // A query beside a body, or characters that can't be signed.
  if (isTypeError(error)) return reject('10001', error.message)
  if (!isSignatureError(error)) throw error
  switch (error.reason) {
    case 'missing-timestamp':
    case 'malformed-timestamp':
      return reject('50903')
    case 'missing-signature':
    case 'malformed-signature':
      return reject('50904')
    case 'stale':
    case 'future':
      return reject('50906')
    default:
      return reject('50905')
  }
}
