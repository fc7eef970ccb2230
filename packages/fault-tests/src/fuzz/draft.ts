/**
 * A genuine webhook before and after it is signed, drawn by a seed: what the changes are made to.
 * Must not import core.
 *
 * @module
 */
import type { Random } from '../support/random.ts'
import { sign } from './oracle.ts'
import type { Signable } from './oracle.ts'
import type { CaseSettings, FuzzCase } from './webhook-case.ts'

/** What will be signed, and what the receiver is set to. */
export type Draft = { -readonly [Part in keyof Signable]: Signable[Part] } & {
  readonly settings: CaseSettings
}

/** A change to a draft or to a webhook. What it changes is decided by `random` alone. */
export type Change<Changed> = (changed: Changed, random: Random) => void

const SECRETS = [
  'kY3vV0n4cW8zq1xJ5mB7tR2uE6aL9sD-fG',
  'Zt8bN1mC4vX7lK0jH3gF6dS9aP2oI5uY',
  'sécret ключ 🔑',
]
const PATHS = [
  '/webhook/payment',
  '/',
  '/hooks/a%20b',
  '/caf%C3%A9/%2F',
  '/shop/webhook/',
  '/a;b=c,d',
]
const STATUSES = ['INIT', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CLOSED', 'FROZEN']
const EPOCH_MS = 1_764_000_000_000
const DAY_MS = 86_400_000

/** Draws a webhook that the provider would send to this receiver within the window. */
export function drawDraft(random: Random): Draft {
  const settings = drawSettings(random)
  const { toleranceMs, nowMs } = settings
  const path = random.pick(PATHS)
  if (random.happens(0.2)) settings.callbackUrls.push(`https://shop.example${path}?from=psc`)
  if (settings.callbackUrls.length > 0 && random.happens(0.5))
    settings.callbackUrls.unshift('http://shop.example/refunds')
  return {
    settings,
    scheme: settings.scheme === 'auto' ? random.pick(['request', 'body']) : settings.scheme,
    secret: random.pick(settings.secrets),
    timestamp: String(nowMs + random.between(-toleranceMs, toleranceMs)),
    method: 'POST',
    path,
    body: Buffer.from(JSON.stringify(drawEvent(random))),
  }
}

function drawSettings(random: Random): CaseSettings {
  const first = random.between(0, 2)
  return {
    secrets: [...SECRETS.slice(first), ...SECRETS.slice(0, first)].slice(0, random.between(1, 3)),
    scheme: random.pick(['auto', 'auto', 'request', 'body']),
    toleranceMs: random.pick([300_000, 300_000, 300_000, 0, 1, 60_000, DAY_MS]),
    maxBodyBytes: random.pick([262_144, 262_144, 1_024, 300]),
    merchantId: random.pick(['', 'M_1001', '1001']) || undefined,
    callbackUrls: [],
    nowMs: EPOCH_MS + random.between(0, DAY_MS),
  }
}

function drawEvent(random: Random): object {
  const value = `${random.between(0, 999)}.${random.between(10, 99)}`
  const status = random.pick(STATUSES)
  if (random.happens(0.1)) return { merchantRefundOrderId: `R_${value}`, status }
  if (random.happens(0.05)) return { event: 'new', list: [value] }
  return {
    acquiringOrderId: 'ACQ_1738112345999',
    paymentOrderId: `PAY_${random.between(1, 1e9)}`,
    merchantOrderId: `ORDER_${random.between(1, 1e9)}`,
    status,
    orderAmount: { value, currency: 'USD' },
    cryptoPaidAmount: { value, currency: 'USDT' },
  }
}

/** Signs a draft and sends it: whole, in one piece, and as Node's servers hand it over. */
export function send(draft: Draft): FuzzCase {
  const { settings, timestamp, path, body } = draft
  return {
    settings,
    headersForm: 'record',
    headers: [
      ['content-type', 'application/json'],
      ['x-timestamp', timestamp],
      ['x-signature', sign(draft)],
    ],
    path,
    body: Buffer.from(body),
    carrier: 'bytes',
    cuts: [],
    fate: 'ends',
  }
}
