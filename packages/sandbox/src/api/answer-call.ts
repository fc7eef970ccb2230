/**
 * Answers one API call: read it, ask for a fault, authenticate, run the endpoint, note it all.
 * Knows no rules of orders and no signatures.
 *
 * @module
 */
import type { CallLog } from '../activity.ts'
import type { Clock } from '../clock.ts'
import type { Outcome } from '../codes.ts'
import { refuse } from '../codes.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import { requestLines } from '../diagnosis/signed-text.ts'
import type { WireFault } from '../faults/call-fault.ts'
import { answerFor, isWireFault, preventsCall, skewOf } from '../faults/call-fault.ts'
import type { Fault, Operation } from '../faults/fault.ts'
import type { FaultBox } from '../faults/fault-list.ts'
import type { Merchant } from '../model.ts'
import type { Json } from '../provider-data.ts'
import { authenticate } from './authenticate.ts'
import type { ApiCall } from './call.ts'
import { bodyText, readCall } from './call.ts'
import { diagnoseCall } from './diagnose-call.ts'
import { envelope } from './envelope.ts'

/** What answering stands on. */
export interface AnswerParts {
  readonly merchants: readonly Merchant[]
  readonly clock: Clock
  readonly calls: CallLog
  readonly faults: FaultBox
}

/** An authentic call. */
export interface AuthenticCall {
  readonly merchant: Merchant
  readonly call: ApiCall
  /** The provider's time, which a fault may have set off. */
  readonly nowMs: number
  /** A parameter of the path. */
  readonly param: (name: string) => string
}

/** An endpoint as the routes know it. */
export interface Endpoint {
  readonly operation: Operation
  readonly needsApiKey: boolean
  /** The id that a fault may be aimed at. */
  readonly idOf: (call: ApiCall, param: (name: string) => string) => string | undefined
  readonly run: (call: AuthenticCall) => Outcome<Json>
}

/** An answer, and what the wire is to make of it. */
export interface Answer {
  readonly response: Response
  readonly wireFault: WireFault | undefined
}

interface Judgement {
  readonly outcome: Outcome<Json>
  readonly diagnosis?: Diagnosis | undefined
}

/** Answers a call. */
export async function answerCall(
  parts: AnswerParts,
  endpoint: Endpoint,
  request: Request,
  param: (name: string) => string,
): Promise<Answer> {
  const { clock, faults } = parts
  const atMs = clock.now()
  const call = await readCall(request)
  const id = endpoint.idOf(call, param)
  const fault = faults.takeOne({ place: 'call', on: endpoint.operation, id })
  const nowMs = clock.outsideNow() + skewOf(fault)
  const judgement = preventsCall(fault)
    ? undefined
    : await judgeCall(parts, endpoint, { call, nowMs, param })
  const usual = judgement && toResponse(judgement, nowMs)
  const response = (fault && answerFor(fault, nowMs)) ?? usual ?? envelope(refuse('99999'), nowMs)
  const signedText = `${call.timestamp}\n${await requestLines(call)}`
  const merchantId = param('merchantId')
  noteCall(parts, { call, signedText, atMs, merchantId, fault, judgement, response })
  return { response, wireFault: isWireFault(fault) ? fault : undefined }
}

async function judgeCall(
  { merchants }: AnswerParts,
  { needsApiKey, run }: Endpoint,
  { call, nowMs, param }: Omit<AuthenticCall, 'merchant'>,
): Promise<Judgement> {
  const merchant = merchants.find(({ merchantId }) => merchantId === param('merchantId'))
  if (merchant === undefined) return { outcome: refuse('10007') }
  const caller = await authenticate(call, merchant, nowMs, needsApiKey)
  if (caller.ok) return { outcome: run({ merchant: caller.value, call, nowMs, param }) }
  return {
    outcome: caller,
    diagnosis: await diagnoseCall(caller, call, merchant, merchants, nowMs),
  }
}

function toResponse({ outcome, diagnosis }: Judgement, nowMs: number): Response {
  return envelope(outcome, nowMs, diagnosis)
}

interface Notes {
  readonly call: ApiCall
  readonly signedText: string
  readonly atMs: number
  readonly merchantId: string
  readonly fault: Fault | undefined
  readonly judgement: Judgement | undefined
  readonly response: Response
}

function noteCall({ clock, calls }: AnswerParts, notes: Notes): void {
  const { call, signedText, atMs, merchantId, fault, judgement, response } = notes
  const { method, path, query, timestamp, signature } = call
  const outcome = judgement?.outcome
  calls.add({
    atMs,
    method,
    path,
    query,
    merchantId,
    body: bodyText(call),
    signedText,
    timestamp,
    signature,
    code: outcome === undefined ? undefined : outcome.ok ? '00000' : outcome.code,
    httpStatus: response.status,
    detail: outcome?.ok === false ? outcome.detail : undefined,
    diagnosis: judgement?.diagnosis,
    fault: fault?.kind,
    latencyMs: clock.now() - atMs,
  })
}
