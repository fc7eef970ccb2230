/**
 * An API call as the page shows it: what was asked, what was answered, and why it was rejected.
 * Knows no HTML.
 *
 * @module
 */
import type { CallRecord } from '../api/call-log.ts'
import { requestLines } from '../diagnosis/signed-text.ts'
import { parseJsonObject } from '../provider/request-fields.ts'
import { toCurl } from './curl.ts'
import type { EntryContext, TimelineEntry } from './entry.ts'

/** Whether a call took effect and was answered as it should be. */
export function isGoodCall({ code, fault }: CallRecord): boolean {
  return code === '00000' && fault === undefined
}

/** Makes the entry of a call. */
export async function callEntry(call: CallRecord, context: EntryContext): Promise<TimelineEntry> {
  const { method, path, query, merchantId } = call
  const target = `${path}${query === '' ? '' : `?${query}`}`
  const prefix = `/api/v1/merchants/${merchantId}`
  const isGood = isGoodCall(call)
  return {
    ...call,
    direction: 'call',
    title: `${method} ${target.startsWith(prefix) ? target.slice(prefix.length) : target}`,
    requestLine: `${method} ${target}`,
    result: call.code ?? `HTTP ${call.httpStatus}`,
    isGood,
    reason: isGood ? undefined : reasonOf(call),
    curl: await curlOf(call, target, context),
  }
}

// The words of the response itself, so that the page says what the API said.
function reasonOf({ code, fault, responseBody, detail, diagnosis }: CallRecord): string {
  if (fault !== undefined) return `Injected fault: ${fault}.`
  const message = parseJsonObject(responseBody)?.['message']
  const words = [typeof message === 'string' ? message : code, detail]
  const sentence = words.filter((word) => word !== undefined).join(': ')
  return diagnosis === undefined ? sentence : `${sentence}. ${diagnosis.advice}`
}

// Of a rejected call only the start of the body is kept, and bytes that are no text are not kept as they were.
async function curlOf(
  call: CallRecord,
  target: string,
  { origin, merchants }: EntryContext,
): Promise<string | undefined> {
  const { method, path, query, body, signedText, timestamp } = call
  const merchant = merchants.find(({ merchantId }) => merchantId === call.merchantId)
  const signedLines = await requestLines({
    method,
    path,
    query,
    body: new TextEncoder().encode(body),
  })
  const isWhole = signedText === `${timestamp}\n${signedLines}`
  if (merchant === undefined || !isWhole) return undefined
  const { apiKey, apiSecrets } = merchant
  const url = `${origin}${target}`
  return toCurl({ method, url, apiKey, apiSecret: apiSecrets[0] ?? '', signedLines, body })
}
