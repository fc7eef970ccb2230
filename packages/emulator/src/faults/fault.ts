/**
 * The faults that the emulator can make, the targets of each, and the numbers it takes.
 * Makes none: that happens where the call is handled, the webhook sent or the payment taken.
 *
 * @module
 */

/** Faults of the connection. In process they are imitated. */
export type WireFaultKind = 'refuse' | 'drop' | 'stall-headers' | 'stall-body' | 'truncate-body'

/** Faults of an API call. */
export type CallFaultKind =
  | WireFaultKind
  | 'http-500'
  | 'http-502'
  | 'http-429'
  | 'code-99999'
  | 'clock-skew'

/** Faults of a webhook. */
export type WebhookFaultKind =
  | 'duplicate'
  | 'delay'
  | 'reorder'
  | 'withhold'
  | 'stale-timestamp'
  | 'wrong-secret'
  | 'rotated-secret'
  | 'unknown-field'
  | 'unknown-status'
  | 'unknown-shape'
  | 'refund-webhook'

/** Faults of the money itself. */
export type MoneyFaultKind = 'underpaid' | 'refund-fails' | 'refund-closes'

/** Every fault. */
export type FaultKind = CallFaultKind | WebhookFaultKind | MoneyFaultKind

/** What an API call does. */
export type Operation =
  | 'orders.create'
  | 'orders.retrieve'
  | 'refunds.create'
  | 'refunds.retrieve'
  | 'other'

/** What a fault can be limited to: calls of an operation, or payments or refunds. */
export type FaultTarget = Operation | 'payment' | 'refund'

/** A fault, what it is limited to, and how often it happens. */
export interface FaultRule {
  readonly kind: FaultKind
  /** Only calls of this operation, or only webhooks of payments or of refunds. @default any */
  readonly on?: FaultTarget | undefined
  /** Only webhooks with this status. @default any */
  readonly status?: string | undefined
  /** Only this order or refund, by the merchant's own id. @default any */
  readonly id?: string | undefined
  /** How often it happens; `Infinity` until it is removed. @default 1 */
  readonly times?: number | undefined
  /** `drop`, `http-500`, `http-502`, `code-99999`: whether the call takes effect anyway. @default true for `drop`, else false */
  readonly afterCommit?: boolean | undefined
  /** `refuse` over sockets: how long the port is closed. @default 1000 */
  readonly forMs?: number | undefined
  /** `stall-headers`, `stall-body`: how long nothing is sent. @default 60000 */
  readonly stallMs?: number | undefined
  /** `http-429`: the value of `Retry-After`. @default 1 */
  readonly retryAfterSeconds?: number | undefined
  /** `clock-skew`, `stale-timestamp`: by how much the provider's clock is behind (negative: ahead). @default 600000 */
  readonly skewMs?: number | undefined
  /** `duplicate`: how many extra copies are sent. @default 1 */
  readonly copies?: number | undefined
  /** `delay`: how long the first attempt waits. @default 5000 */
  readonly delayMs?: number | undefined
}

/** A fault with every default filled in. */
export interface Fault {
  readonly kind: FaultKind
  readonly afterCommit: boolean
  readonly forMs: number
  readonly stallMs: number
  readonly retryAfterSeconds: number
  readonly skewMs: number
  readonly copies: number
  readonly delayMs: number
}

type Parameter = Exclude<keyof Fault, 'kind'>
type Place = 'call' | 'webhook' | 'money'

interface FaultFacts {
  readonly place: Place
  readonly targets: readonly FaultTarget[]
  readonly parameters: readonly Parameter[]
  /** A short description, for the dashboard and `--help`. */
  readonly title: string
}

const OPERATIONS: readonly Operation[] = [
  'orders.create',
  'orders.retrieve',
  'refunds.create',
  'refunds.retrieve',
  'other',
]

/** Every fault, where it happens and what it does. */
export const FAULTS: Readonly<Record<FaultKind, FaultFacts>> = {
  refuse: call('the connection is refused', 'forMs'),
  drop: call('the connection drops, after the call took effect', 'afterCommit'),
  'http-500': call('HTTP 500 without a body', 'afterCommit'),
  'http-502': call('HTTP 502 with a page of HTML', 'afterCommit'),
  'http-429': call('HTTP 429 with Retry-After', 'retryAfterSeconds'),
  'code-99999': call('code 99999, internal system error', 'afterCommit'),
  'stall-headers': call('takes effect, but no response is sent', 'stallMs'),
  'stall-body': call('takes effect, but the response stops half-way', 'stallMs'),
  'truncate-body': call('takes effect, but the response is cut off half-way'),
  'clock-skew': call("the provider's clock is off", 'skewMs'),
  duplicate: webhook('sent several times', 'copies'),
  delay: webhook('sent late', 'delayMs'),
  reorder: webhook('sent after the webhook that follows it'),
  withhold: webhook('never sent'),
  'stale-timestamp': webhook('signed with an old time', 'skewMs'),
  'wrong-secret': webhook('signed with a wrong secret'),
  'rotated-secret': webhook("signed with the merchant's second secret"),
  'unknown-field': webhook('with fields that are not documented'),
  'unknown-status': webhook('preceded by one with an unknown status'),
  'unknown-shape': webhook('preceded by one of an unknown shape'),
  'refund-webhook': webhook('preceded by a refund webhook, to the same URL'),
  underpaid: money('SUCCEEDED although too little was paid', 'payment'),
  'refund-fails': money('the refund ends FAILED', 'refund'),
  'refund-closes': money('the refund ends CLOSED', 'refund'),
}

/** The names of all faults. */
export const FAULT_KINDS: readonly FaultKind[] = Object.keys(FAULTS).filter(isFaultKind)

function call(title: string, ...parameters: readonly Parameter[]): FaultFacts {
  return { place: 'call', title, parameters, targets: OPERATIONS }
}

function webhook(title: string, ...parameters: readonly Parameter[]): FaultFacts {
  return { place: 'webhook', title, parameters, targets: ['payment', 'refund'] }
}

function money(title: string, target: FaultTarget): FaultFacts {
  return { place: 'money', title, parameters: [], targets: [target] }
}

/** Whether a text is the name of a fault. */
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULTS, text)
}

/** The fault of a rule, with every default filled in. */
export function toFault(rule: FaultRule): Fault {
  return {
    kind: rule.kind,
    afterCommit: rule.afterCommit ?? COMMITS.has(rule.kind),
    forMs: rule.forMs ?? 1_000,
    stallMs: rule.stallMs ?? 60_000,
    retryAfterSeconds: rule.retryAfterSeconds ?? 1,
    skewMs: rule.skewMs ?? 600_000,
    copies: rule.copies ?? 1,
    delayMs: rule.delayMs ?? 5_000,
  }
}

const COMMITS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'drop',
  'stall-headers',
  'stall-body',
  'truncate-body',
  'clock-skew',
])
