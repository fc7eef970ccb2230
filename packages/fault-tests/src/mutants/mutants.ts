/**
 * The rules about money, each broken once: one text of core in place of another.
 * Runs nothing.
 *
 * @module
 */

/** A broken rule. */
export interface Mutant {
  readonly name: string
  /** The file, below core's `src`. */
  readonly file: string
  /** Occurs once in the file. */
  readonly from: string
  readonly to: string
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a wrong clock is never corrected',
    file: 'client/clock-skew.ts',
    from: 'candidateMs === undefined || offered',
    to: 'candidateMs !== Infinity || offered',
  },
  {
    name: 'no call is tried again',
    file: 'client/call.ts',
    from: 'call.retries >= settings.maxRetries',
    to: 'call.retries >= 0',
  },
  {
    name: 'an ambiguous creation is not queried',
    file: 'client/idempotent-create.ts',
    from: 'if (isAborted(error)) throw',
    to: 'if (result.ambiguous) throw',
  },
  {
    name: 'a refund is sent again like an order',
    file: 'client/refunds.ts',
    from: 'repeatable: false',
    to: 'repeatable: true',
  },
  {
    name: 'an answer that cannot be read is a refusal',
    file: 'client/retry.ts',
    from: "error.outcome === 'unknown' : true",
    to: "error.outcome === 'unknown' : false",
  },
  {
    name: 'an undocumented code is a refusal',
    file: 'client/retry.ts',
    from: "['data', 'system', 'other']",
    to: "['data', 'system']",
  },
  {
    name: 'an internal error is a refusal',
    file: 'client/retry.ts',
    from: "['data', 'system', 'other']",
    to: "['data', 'other']",
  },
  {
    name: 'a lost connection means that nothing was sent',
    file: 'client/transport.ts',
    from: "isNotSent(cause) ? 'not-sent' : 'unknown'",
    to: "isNotSent(cause) ? 'not-sent' : 'not-sent'",
  },
  {
    name: 'a duplicate after a lost answer is a stranger',
    file: 'client/idempotent-create.ts',
    from: 'if (result.ambiguous) return',
    to: 'if (result.ambiguous && !isDuplicate(result.error)) return',
  },
  {
    name: 'sentBefore is ignored',
    file: 'client/call.ts',
    from: 'endpoint.sentBefore === true',
    to: 'endpoint.sentBefore === true && endpoint.repeatable === undefined',
  },
  {
    name: 'an order with another amount is recovered',
    file: 'client/idempotent-create.ts',
    from: 'isSameAmount(order.orderAmount, requested.orderAmount)\n  )',
    to: 'isSameAmount(order.orderAmount, order.orderAmount)\n  )',
  },
  {
    name: "another order's answer counts",
    file: 'payment/order-data.ts',
    from: '(data[field] ?? id) !== id',
    to: '(data[field] ?? id) === undefined',
  },
  {
    name: 'absence is proven at once',
    file: 'reconcile/create-reconciler.ts',
    from: 'lastSentAtMs + DEFAULT_TOLERANCE_MS + skewMs',
    to: 'lastSentAtMs',
  },
  {
    name: 'a stored time of proof is ignored',
    file: 'reconcile/create-reconciler.ts',
    from: 'if (absenceProvableAtMs !== undefined)',
    to: 'if (absenceProvableAtMs === -1)',
  },
  {
    name: 'a stored time of proof counts as passed',
    file: 'reconcile/create-reconciler.ts',
    from: 'queriedAtMs > absenceProvableAtMs',
    to: 'queriedAtMs > 0',
  },
  {
    name: 'a proof does not know how wrong the clocks are',
    file: 'client/call.ts',
    from: 'DEFAULT_TOLERANCE_MS + skew.maxSkewMs()',
    to: 'DEFAULT_TOLERANCE_MS + 0 * skew.maxSkewMs()',
  },
  {
    name: 'every refusal of a query means missing',
    file: 'reconcile/create-reconciler.ts',
    from: "isApiError(error) && error.category === 'not-found'",
    to: 'isApiError(error)',
  },
  {
    name: 'what was handled is handled again',
    file: 'receiver/deduplication.ts',
    from: "if (isDone(key, nowMs)) return { state: 'done' }",
    to: '',
  },
  {
    name: 'what was paid is not part of an event',
    file: 'payment/event-key.ts',
    from: 'if (isAmount(paid)) return',
    to: 'if (isAmount(paid)) return NONE\n  if (isAmount(paid)) return',
  },
  {
    name: 'a refund passes for a payment',
    file: 'payment/event-kind.ts',
    from: 'if (mayBeRefund(data)) return',
    to: "if (mayBeRefund(data) && data.status === '') return",
  },
  {
    name: 'a late webhook turns a status back',
    file: 'payment/status.ts',
    from: 'rankOf(to) > rankOf(from) ? to : from',
    to: 'rankOf(to) > -1 ? to : from',
  },
  {
    name: 'one hundredth too little is enough',
    file: 'payment/money.ts',
    from: 'difference >= 0n',
    to: 'difference >= -1n',
  },
  {
    name: 'the window is a millisecond too wide',
    file: 'signing/timestamp.ts',
    from: '<= toleranceMs',
    to: '<= toleranceMs + 1',
  },
]
