/**
 * The options of a receiver, checked, with every default filled in.
 * Must not know how a webhook is handled.
 *
 * @module
 */
import type { Inbox } from '../inbox/entry.ts'
import type { WebhookEvent } from '../payment/events.ts'
import { toClock } from '../shared/clock.ts'
import { toLine } from '../shared/foreign-text.ts'
import { assertHooks } from '../shared/hooks.ts'
import { isHttpUrl } from '../shared/http-url.ts'
import {
  assertFunction,
  assertMethods,
  assertNumber,
  assertOneOf,
  assertOptionalString,
  toNumber,
} from '../shared/option-checks.ts'
import type { Clock, WebhookScheme } from '../shared/types.ts'
import { isApiPath, toPathname } from '../signing/canonical.ts'
import { toSecrets } from '../signing/secrets.ts'
import { isSignatureError } from '../signing/signature-error.ts'
import { DEFAULT_TOLERANCE_MS } from '../signing/timestamp.ts'
import type { DeduplicationStore } from './deduplication.ts'
import type { ReceiverHooks } from './hooks.ts'
import type { Acknowledge, WebhookProblem, WebhookReceiverOptions } from './options.ts'
import type { StatusQueries } from './resolve-unknown.ts'

/** What a receiver works with. `paths` is `undefined` where the request's own path counts. */
export interface ReceiverSettings<Context> {
  readonly secrets: readonly string[]
  readonly inbox: Inbox | undefined
  readonly putTimeoutMs: number
  readonly onEvent: (event: WebhookEvent, context: Context) => void | Promise<void>
  readonly merchantId: string | undefined
  readonly namespace: string
  readonly scheme: WebhookScheme | 'auto'
  readonly paths: readonly string[] | undefined
  readonly toleranceMs: number
  readonly maxBodyBytes: number
  readonly maxBodiesInFlight: number
  readonly bodyTimeoutMs: number
  readonly acknowledge: Acknowledge
  readonly resolveUnknown: StatusQueries | undefined
  readonly deduplication: DeduplicationStore
  readonly leaseMs: number
  readonly retryDelaysMs: readonly number[]
  readonly maxInFlight: number
  readonly onError: (problem: WebhookProblem, context: Context) => void | Promise<void>
  readonly onStale: (event: WebhookEvent, context: Context) => void | Promise<void>
  readonly hooks: ReceiverHooks | undefined
  readonly clock: Clock
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws {TypeError} Names the option that is missing or wrong.
 */
export function toReceiverSettings<Context>(
  options: WebhookReceiverOptions<Context>,
  defaultStore: DeduplicationStore,
): ReceiverSettings<Context> {
  assertFunctions(options)
  const settings: ReceiverSettings<Context> = {
    secrets: toSecrets(options.apiSecret),
    inbox: options.inbox,
    putTimeoutMs: toNumber('putTimeoutMs', options.putTimeoutMs, 5000, 1),
    onEvent: options.onEvent ?? ignore,
    merchantId: options.merchantId,
    namespace: options.namespace ?? options.merchantId ?? '',
    scheme: options.scheme ?? 'auto',
    paths: options.callbackUrl === undefined ? undefined : toCallbackPaths(options.callbackUrl),
    toleranceMs: toNumber('toleranceMs', options.toleranceMs, DEFAULT_TOLERANCE_MS),
    maxBodyBytes: toNumber('maxBodyBytes', options.maxBodyBytes, 262_144),
    maxBodiesInFlight: toNumber('maxBodiesInFlight', options.maxBodiesInFlight, 1024, 1),
    bodyTimeoutMs: toNumber('bodyTimeoutMs', options.bodyTimeoutMs, 10_000),
    acknowledge: options.acknowledge ?? 'immediately',
    resolveUnknown: options.resolveUnknown,
    deduplication: options.deduplication ?? defaultStore,
    leaseMs: toNumber('leaseMs', options.leaseMs, 60_000, 1),
    retryDelaysMs: options.retryDelaysMs ?? [200, 2000],
    maxInFlight: toNumber('maxInFlight', options.maxInFlight, 1024, 1),
    onError: options.onError ?? writeProblem,
    onStale: options.onStale ?? ignore,
    hooks: options.hooks,
    clock: toClock(options.clock),
  }
  assertSettings(settings)
  return settings
}

function assertFunctions<Context>(options: WebhookReceiverOptions<Context>): void {
  const { onError, onStale, hooks, deduplication, resolveUnknown } = options
  assertHandlerOrInbox(options)
  if (hooks !== undefined) assertHooks(hooks)
  for (const [option, value] of Object.entries({ onError, onStale })) {
    if (value !== undefined) assertFunction(option, value)
  }
  if (resolveUnknown !== undefined) {
    assertMethods('resolveUnknown.orders', resolveUnknown?.orders, ['retrieve'])
    assertMethods('resolveUnknown.refunds', resolveUnknown?.refunds, ['retrieve'])
  }
  if (deduplication === undefined) return
  assertMethods('deduplication', deduplication, ['claim', 'complete', 'release'])
  if (Reflect.get(deduplication, 'extend') !== undefined) {
    assertMethods('deduplication', deduplication, ['extend'])
  }
}

function assertHandlerOrInbox<Context>(options: WebhookReceiverOptions<Context>): void {
  if (options.inbox === undefined) {
    assertFunction('onEvent', options.onEvent)
    if (options.putTimeoutMs !== undefined) throw new TypeError('putTimeoutMs goes with inbox only')
    return
  }
  assertMethods('inbox', options.inbox, ['put'])
  for (const option of HANDLER_OPTIONS) {
    if (options[option] === undefined) continue
    throw new TypeError(
      `${option} does not go with inbox: the handler belongs to the worker of the inbox`,
    )
  }
}

const HANDLER_OPTIONS = [
  'onEvent',
  'acknowledge',
  'resolveUnknown',
  'deduplication',
  'leaseMs',
  'retryDelaysMs',
] as const

function assertSettings<Context>(settings: ReceiverSettings<Context>): void {
  const { merchantId, namespace, scheme, acknowledge, leaseMs, retryDelaysMs } = settings
  assertOptionalString('merchantId', merchantId)
  assertOptionalString('namespace', namespace)
  assertOneOf('scheme', scheme, ['auto', 'request', 'body'])
  assertOneOf('acknowledge', acknowledge, ['immediately', 'after-handler'])
  if (!Array.isArray(retryDelaysMs)) throw new TypeError('retryDelaysMs must be a list')
  for (const delayMs of retryDelaysMs) assertNumber('retryDelaysMs', delayMs)
  const pausesMs = retryDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0)
  if (acknowledge === 'immediately' && leaseMs <= pausesMs) {
    throw new TypeError('leaseMs must be longer than the pauses of retryDelaysMs together')
  }
}

function toCallbackPaths(callbackUrl: string | readonly string[]): readonly string[] {
  const urls = typeof callbackUrl === 'string' ? [callbackUrl] : callbackUrl
  if (urls.length === 0) throw new TypeError('callbackUrl must not be an empty list')
  return urls.map((url) => {
    if (!isHttpUrl(url)) throw new TypeError('callbackUrl must be an absolute http(s) URL')
    const path = toPathname(new URL(url).href)
    if (isApiPath(path)) throw new TypeError("callbackUrl must not be a path of the provider's API")
    return path
  })
}

function ignore(): void {}

function writeProblem({ outcome, error, event }: WebhookProblem): void {
  const id = event === undefined ? [] : [toLine(event.id)]
  const tried = isSignatureError(error) && error.tried ? [toLine(JSON.stringify(error.tried))] : []
  // The default of onError: losing a payment in silence is worse than a line nobody asked for.
  // oxlint-disable-next-line no-console
  console.error(`[paystablecoin] webhook ${outcome}`, ...id, ...tried, error)
}
