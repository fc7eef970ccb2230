/**
 * Responds to one API call: read it, choose a fault if it is signed, authenticate, run the endpoint, record it all.
 * Knows no rules of orders and no signatures.
 *
 * @module
 */
import type { CallLog, CallRecord } from './call-log.ts'
import type { EmulatorClock } from '../shared/clock.ts'
import type { Outcome } from '../provider/codes.ts'
import { reject } from '../provider/codes.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import { requestLines } from '../diagnosis/signed-text.ts'
import { envelope } from '../provider/envelope.ts'
import type { WireFault } from '../faults/call-fault.ts'
import { isWireFault, preventsCall, responseFor, skewOf } from '../faults/call-fault.ts'
import type { Fault } from '../faults/fault.ts'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import type { Merchant } from '../provider/model.ts'
import type { Json } from '../provider/provider-data.ts'
import { authenticate, isSigned } from './authenticate.ts'
import type { ApiCall } from './call.ts'
import { bodyExcerpt, bodyText, readCall } from './call.ts'
import { diagnoseCall } from './diagnose-call.ts'
import type { AuthenticCall, Endpoint } from './endpoints.ts'

export interface AnswerDeps {
  readonly merchants: readonly Merchant[]
  readonly clock: EmulatorClock
  readonly calls: CallLog
  readonly faults: FaultRegistry
}

/** A response, and the wire fault that is to be applied to it. */
export interface Answer {
  readonly response: Response
  readonly wireFault: WireFault | undefined
}

interface CallResult {
  readonly outcome: Outcome<Json>
  readonly diagnosis?: Diagnosis | undefined
}

export async function answerCall(
  deps: AnswerDeps,
  endpoint: Endpoint,
  request: Request,
  param: (name: string) => string,
): Promise<Answer> {
  const { clock, merchants } = deps
  const atMs = clock.now()
  const call = await readCall(request)
  const merchant = merchants.find(({ merchantId }) => merchantId === param('merchantId'))
  const isOwn = merchant !== undefined && (await isSigned(call, merchant, endpoint.needsApiKey))
  // Only the merchant uses up a fault: a stranger's call must not change what the merchant's next one meets.
  const fault = isOwn ? nextFault(deps, endpoint, call, param) : undefined
  const nowMs = clock.realNow() + skewOf(fault)
  const result = preventsCall(fault)
    ? undefined
    : await runCall(deps, endpoint, merchant, { call, nowMs, param })
  const response = toResponse(fault, result, nowMs)
  const names = {
    merchantId: param('merchantId'),
    operation: endpoint.operation,
    subject: shortId(endpoint.idOf(call, param)),
  }
  await recordCall(deps, { call, atMs, names, fault, result, response })
  return { response, wireFault: isWireFault(fault) ? fault : undefined }
}

function nextFault(
  { faults }: AnswerDeps,
  { operation, idOf }: Endpoint,
  call: ApiCall,
  param: (name: string) => string,
): Fault | undefined {
  return faults.next({ place: 'call', on: operation, id: idOf(call, param) })
}

async function runCall(
  { merchants }: AnswerDeps,
  { needsApiKey, run }: Endpoint,
  merchant: Merchant | undefined,
  { call, nowMs, param }: Omit<AuthenticCall, 'merchant'>,
): Promise<CallResult> {
  if (merchant === undefined) return { outcome: reject('10007') }
  const caller = await authenticate(call, merchant, nowMs, needsApiKey)
  if (caller.ok) return { outcome: run({ merchant: caller.value, call, nowMs, param }) }
  return {
    outcome: caller,
    diagnosis: await diagnoseCall(caller, call, merchant, merchants, nowMs),
  }
}

function toResponse(
  fault: Fault | undefined,
  result: CallResult | undefined,
  nowMs: number,
): Response {
  const faulty = fault && responseFor(fault, nowMs)
  if (faulty !== undefined) return faulty
  return envelope(result?.outcome ?? reject('99999'), nowMs, result?.diagnosis)
}

const LONGEST_ID = 64

// Anyone may send a call, so nothing of it is kept without a limit.
function shortId(id: string | undefined): string | undefined {
  return id !== undefined && id.length <= LONGEST_ID ? id : undefined
}

interface CallDetails {
  readonly call: ApiCall
  readonly atMs: number
  readonly names: Pick<CallRecord, 'merchantId' | 'operation' | 'subject'>
  readonly fault: Fault | undefined
  readonly result: CallResult | undefined
  readonly response: Response
}

async function recordCall({ clock, calls }: AnswerDeps, details: CallDetails): Promise<void> {
  const { call, atMs, names, fault, result, response } = details
  const { method, path, query, timestamp, signature } = call
  const outcome = result?.outcome
  calls.add({
    atMs,
    method,
    path,
    query,
    ...names,
    body: outcome?.ok === false ? bodyExcerpt(call) : bodyText(call),
    signedText: `${timestamp}\n${await requestLines(call)}`,
    timestamp,
    signature,
    code: outcome === undefined ? undefined : outcome.ok ? '00000' : outcome.code,
    httpStatus: response.status,
    status: outcome?.ok === true ? statusIn(outcome.value) : undefined,
    responseBody: await response.clone().text(),
    detail: outcome?.ok === false ? outcome.detail : undefined,
    diagnosis: result?.diagnosis,
    fault: fault?.kind,
    latencyMs: clock.now() - atMs,
  })
}

function statusIn({ status }: Json): string | undefined {
  return typeof status === 'string' ? status : undefined
}
