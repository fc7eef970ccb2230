/**
 * The faults that the sandbox can make, what each can be aimed at, and the numbers it takes.
 * Makes none: that is done where the call is answered, the webhook sent or the payment taken.
 *
 * @module
 */

/** What is served on the wire instead of an ordinary answer. In process these are imitated. */
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

/** What a fault can be aimed at: calls of an operation, or what concerns payments or refunds. */
export type Aim = Operation | 'payment' | 'refund'

/** A fault, what it is aimed at, and how often it happens. */
export interface FaultRule {
  readonly kind: FaultKind
  /** Only calls of this operation, or only webhooks of payments or of refunds. @default any */
  readonly on?: Aim | undefined
  /** Only webhooks that tell this status. @default any */
  readonly status?: string | undefined
  /** Only what concerns this order or refund, by the merchant's own id. @default any */
  readonly id?: string | undefined
  /** How often it happens; `Infinity` until it is removed. @default 1 */
  readonly times?: number | undefined
  /** `drop`, `http-500`, `http-502`, `code-99999`: whether the call takes effect all the same. @default true for `drop`, else false */
  readonly afterCommit?: boolean | undefined
  /** `refuse` over sockets: how long the port is closed. @default 1000 */
  readonly forMs?: number | undefined
  /** `stall-headers`, `stall-body`: how long nothing comes. @default 60000 */
  readonly stallMs?: number | undefined
  /** `http-429`: what `Retry-After` asks for. @default 1 */
  readonly retryAfterSeconds?: number | undefined
  /** `clock-skew`, `stale-timestamp`: by how much the provider's clock is behind (negative: ahead). @default 600000 */
  readonly skewMs?: number | undefined
  /** `duplicate`: how many more times it is sent. @default 1 */
  readonly copies?: number | undefined
  /** `delay`: how long the first attempt waits. @default 5000 */
  readonly delayMs?: number | undefined
}

/** A fault with every number in place. */
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
  readonly aims: readonly Aim[]
  readonly parameters: readonly Parameter[]
  /** In a few words, for the dashboard and `--help`. */
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
  'stall-headers': call('took effect, but no answer comes', 'stallMs'),
  'stall-body': call('took effect, but the answer stops half-way', 'stallMs'),
  'truncate-body': call('took effect, but the answer is cut off half-way'),
  'clock-skew': call("the provider's clock is off", 'skewMs'),
  duplicate: webhook('sent several times', 'copies'),
  delay: webhook('sent late', 'delayMs'),
  reorder: webhook('sent after the news that follows it'),
  withhold: webhook('never sent'),
  'stale-timestamp': webhook('signed with an old time', 'skewMs'),
  'wrong-secret': webhook('signed with a wrong secret'),
  'rotated-secret': webhook("signed with the merchant's second secret"),
  'unknown-field': webhook('carries fields that nobody documented'),
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
  return { place: 'call', title, parameters, aims: OPERATIONS }
}

function webhook(title: string, ...parameters: readonly Parameter[]): FaultFacts {
  return { place: 'webhook', title, parameters, aims: ['payment', 'refund'] }
}

function money(title: string, aim: Aim): FaultFacts {
  return { place: 'money', title, parameters: [], aims: [aim] }
}

/** Whether a text is the name of a fault. */
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULTS, text)
}

/** The fault of a rule, its defaults in place. */
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
