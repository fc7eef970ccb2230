/**
 * A webhook as the page shows it: an attempt with what was signed and what the shop answered, or one that was never sent.
 * Knows no HTML.
 *
 * @module
 */
import { webhookLines } from '../diagnosis/signed-text.ts'
import type { Delivery, DeliveryAttempt } from '../webhooks/delivery.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'
import { toCurl } from './curl.ts'
import type { EntryContext, TimelineEntry } from './entry.ts'

/** Makes the entry of a webhook without an attempt. */
export async function unsentEntry(
  delivery: Delivery,
  context: EntryContext,
): Promise<TimelineEntry> {
  const { openedMs, state } = delivery
  return {
    ...(await sharedParts(delivery, 'request', context)),
    atMs: openedMs,
    result: state,
    isGood: state === 'waiting',
    reason: state === 'withheld' ? 'Never sent: the fault withholds it.' : undefined,
  }
}

/** Makes the entry of one attempt. */
export async function attemptEntry(
  delivery: Delivery,
  index: number,
  context: EntryContext,
): Promise<TimelineEntry> {
  const attempt = delivery.attempts[index]
  if (attempt === undefined) return unsentEntry(delivery, context)
  const { scheme, timestamp, httpStatus, error } = attempt
  const isGood = isAcknowledged(attempt)
  const { signedLines, ...parts } = await sharedParts(delivery, scheme, context)
  return {
    ...parts,
    ...attempt,
    result: httpStatus === undefined ? 'no response' : `HTTP ${httpStatus}`,
    isGood,
    reason: isGood ? undefined : reasonOf(attempt),
    signedText: `${timestamp}\n${signedLines}`,
    detail: `Attempt ${index + 1}, scheme ${scheme}${error === undefined ? '' : `: ${error}`}`,
    attempts: delivery.attempts,
  }
}

const LONGEST_ANSWER = 160

function reasonOf({ httpStatus, responseBody = '', error }: DeliveryAttempt): string {
  if (httpStatus === undefined) return `No answer: ${error ?? 'unknown'}`
  const said = responseBody.replaceAll(/\s+/g, ' ').trim()
  const start = said.length > LONGEST_ANSWER ? `${said.slice(0, LONGEST_ANSWER)}…` : said
  return `The shop answered HTTP ${httpStatus}${start === '' ? '' : `: ${start}`}`
}

async function sharedParts(
  delivery: Delivery,
  scheme: DeliveryAttempt['scheme'],
  { merchants }: EntryContext,
) {
  const { kind, status, url, merchantId, subject, body, faults, id } = delivery
  const { pathname, search } = new URL(url)
  const signedLines = await webhookLines(scheme, pathname, body)
  const apiSecret = merchants.find((one) => one.merchantId === merchantId)?.apiSecrets[0] ?? ''
  return {
    direction: 'webhook' as const,
    merchantId,
    subject,
    title: `${kind} ${status}`,
    target: `${pathname}${search}`,
    requestLine: `POST ${url}`,
    fault: faults.length === 0 ? undefined : faults.join(', '),
    body,
    deliveryId: id,
    signedLines,
    curl: toCurl({ method: 'POST', url, apiSecret, signedLines, body }),
  }
}
