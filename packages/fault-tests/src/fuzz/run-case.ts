/**
 * Hands a webhook to a receiver of core, and says what it did.
 * Must not know what it should have done.
 *
 * @module
 */
import { createWebhookReceiver, isBodyError, isMalformedEventError } from '@paystablecoin/core'
import { isMerchantMismatchError, isSignatureError } from '@paystablecoin/core'
import type {
  HeadersLike,
  WebhookEvent,
  WebhookReceiver,
  WebhookReceiverOptions,
} from '@paystablecoin/core'
import { carryBody } from './carry-body.ts'
import type { FuzzCase, Reason, Verdict } from './webhook-case.ts'

/** Makes the receiver under test: core's, or a broken one that has to be caught. */
export type CreateReceiver = (options: WebhookReceiverOptions) => Pick<WebhookReceiver, 'receive'>

// Every webhook is new: deduplication is not what is tested here.
const FORGETFUL = {
  claim: () => ({ state: 'claimed', token: '' }) as const,
  complete: () => undefined,
  release: () => undefined,
}

/** Receives a webhook. */
export async function receiveCase(
  webhook: FuzzCase,
  createReceiver: CreateReceiver = createWebhookReceiver,
): Promise<Verdict> {
  const { settings, path } = webhook
  const { secrets, nowMs, callbackUrls, ...options } = settings
  let problem: unknown
  let called: Pick<Verdict, 'handler' | 'signedBy' | 'text'> = { handler: 'none' }
  let timer: (() => void) | undefined
  const receiver = createReceiver({
    ...options,
    apiSecret: secrets,
    callbackUrl: callbackUrls.length === 0 ? undefined : callbackUrls,
    acknowledge: 'after-handler',
    deduplication: FORGETFUL,
    clock: {
      now: () => nowMs,
      startTimer: (run) => {
        timer = run
        return () => void (timer = undefined)
      },
    },
    onEvent: (event) => void (called = describe('onEvent', event)),
    onStale: (event) => void (called = describe('onStale', event)),
    onError: ({ error }) => void (problem = error),
  })
  const body = carryBody(webhook, () => timer?.())
  const { status } = await receiver.receive({
    headers: toHeaders(webhook),
    path,
    body,
    context: undefined,
  })
  return { reason: toReason(problem), status, ...called }
}

function describe(
  handler: Verdict['handler'],
  event: WebhookEvent,
): Pick<Verdict, 'handler' | 'signedBy' | 'text'> {
  if (event.source !== 'webhook')
    throw new TypeError('an event of a webhook says that it is of a query')
  const { scheme, secretIndex, rawBody } = event
  return { handler, signedBy: { scheme, secretIndex }, text: rawBody }
}

function toReason(problem: unknown): Reason {
  if (problem === undefined) return 'accepted'
  if (isSignatureError(problem) || isBodyError(problem)) return problem.reason
  if (isMalformedEventError(problem) || isMerchantMismatchError(problem)) return problem.reason
  throw problem
}

function toHeaders({ headersForm, headers }: FuzzCase): HeadersLike {
  if (headersForm === 'Headers') return new Headers(headers)
  const record: Record<string, string | string[]> = {}
  for (const [name, value] of headers) {
    const before = record[name]
    record[name] = before === undefined ? value : [before, value].flat()
  }
  return record
}
