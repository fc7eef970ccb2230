/**
 * What a label may hold: words of a small set, never what somebody else may choose.
 * Knows no metric and no span.
 *
 * @module
 */
import type { Attributes } from '@opentelemetry/api'
import { isKnownStatus } from '@paystablecoin/core'
import type { CallStart, EventState } from '@paystablecoin/core'

const OTHER = '_OTHER'

/** How a call ended: `ok`, `refused` by the provider, `not-sent`, `unknown`, or `unusable` for a response that means nothing. */
export function outcomeOf(error: unknown): string {
  if (error === undefined) return 'ok'
  switch (fieldOf(error, 'code')) {
    case 'API_ERROR':
      return 'refused'
    case 'TRANSPORT_ERROR':
      return fieldOf(error, 'outcome') === 'not-sent' ? 'not-sent' : 'unknown'
    default:
      return 'unusable'
  }
}

/** The provider's code: `00000`, five digits, or nothing where there was no answer. */
export function providerCodeOf(error: unknown): string | undefined {
  if (error === undefined) return '00000'
  const code = fieldOf(error, 'providerCode')
  if (code === undefined) return undefined
  return typeof code === 'string' && /^\d{5}$/.test(code) ? code : OTHER
}

/** The class of an error, never its message. Letters only, so that no id is one. */
export function errorTypeOf(error: unknown): string | undefined {
  if (error === undefined) return undefined
  const name = fieldOf(error, 'name')
  return typeof name === 'string' && /^[A-Za-z]{1,64}$/.test(name) ? name : OTHER
}

/** What calls are told apart by. */
export function toCallLabels({ method, route }: Pick<CallStart, 'method' | 'route'>): Attributes {
  return { 'http.request.method': method, 'url.template': route }
}

/** What spans say of an event. */
export function toEventAttributes(state: EventState): Attributes {
  const { kind, status, source, scheme, secretIndex } = state
  return withoutUndefined({
    'paystablecoin.kind': kind,
    'paystablecoin.status': status === undefined || isKnownStatus(status) ? status : OTHER,
    'paystablecoin.source': source,
    'paystablecoin.scheme': scheme,
    'paystablecoin.secret.index': secretIndex,
  })
}

/** Attributes without those that do not apply. */
export function withoutUndefined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}

function fieldOf(error: unknown, field: string): unknown {
  return Reflect.get(Object(error), field)
}
