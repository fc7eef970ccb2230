/**
 * What a receiver has to do with a webhook, by the provider's documents and with `node:crypto` alone.
 * Must not import core: a mistake that both made would not be seen.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import { createHash, createHmac } from 'node:crypto'
import type { FuzzCase, Reason, Scheme, Verdict } from './webhook-case.ts'

/** The parts that a signature covers. */
export interface Signable {
  readonly scheme: Scheme
  readonly secret: string
  readonly timestamp: string
  readonly method: string
  readonly path: string
  readonly body: Buffer
}

/** Signs as the provider does. */
export function sign({ scheme, secret, timestamp, method, path, body }: Signable): string {
  const hmac = createHmac('sha256', secret)
  if (scheme === 'body') return hmac.update(`${timestamp}\n`).update(body).digest('base64')
  const hash = createHash('sha256').update(body).digest('base64')
  return hmac.update([timestamp, method, path, hash].join('\n')).digest('base64')
}

const STATUSES: Readonly<Partial<Record<Reason, number>>> = {
  accepted: 200,
  'malformed-event': 400,
  broken: 400,
  'other-merchant': 403,
  timeout: 408,
  'too-large': 413,
  unavailable: 500,
}

/** Judges a webhook. */
export function expectedVerdict(webhook: FuzzCase): Verdict {
  const reason = bodyReason(webhook) ?? headerReason(webhook)
  if (reason !== undefined) return rejection(reason)
  const signedBy = findSigner(webhook)
  if (signedBy === undefined) return rejection(mismatchReason(webhook))
  return verdictOnSigned(webhook, signedBy)
}

function rejection(reason: Reason): Verdict {
  return { reason, status: STATUSES[reason] ?? 401, handler: 'none' }
}

function bodyReason(webhook: FuzzCase): Reason | undefined {
  const { body, fate, settings } = webhook
  const declared = headerValue(webhook, 'content-length') ?? ''
  if (isDigits(declared) && Number(declared) > settings.maxBodyBytes) return 'too-large'
  if (fate === 'gone') return 'unavailable'
  if (body.length > settings.maxBodyBytes) return 'too-large'
  if (fate === 'stalls') return 'timeout'
  if (fate === 'breaks') return 'broken'
  return fate === 'turns to text' ? 'unavailable' : undefined
}

function headerReason(webhook: FuzzCase): Reason | undefined {
  const timestamp = headerValue(webhook, 'x-timestamp') ?? ''
  const signature = headerValue(webhook, 'x-signature') ?? ''
  if (timestamp === '') return 'missing-timestamp'
  if (timestamp.length !== 13 || !isDigits(timestamp)) return 'malformed-timestamp'
  if (signature === '') return 'missing-signature'
  return signature.length === 44 ? undefined : 'malformed-signature'
}

function findSigner(webhook: FuzzCase): Verdict['signedBy'] {
  const { settings, body } = webhook
  const timestamp = headerValue(webhook, 'x-timestamp') ?? ''
  const signature = headerValue(webhook, 'x-signature')
  const schemes: readonly Scheme[] =
    settings.scheme === 'auto' ? ['request', 'body'] : [settings.scheme]
  for (const scheme of schemes) {
    const paths =
      scheme === 'body' ? [''] : calledPaths(webhook).filter((path) => !isOfTheApi(path))
    for (const path of paths) {
      const secretIndex = settings.secrets.findIndex(
        (secret) => sign({ scheme, secret, timestamp, method: 'POST', path, body }) === signature,
      )
      if (secretIndex !== -1) return { scheme, secretIndex }
    }
  }
  return undefined
}

function mismatchReason(webhook: FuzzCase): Reason {
  if (webhook.settings.scheme !== 'body' && calledPaths(webhook).some(isOfTheApi)) return 'api-path'
  const signature = headerValue(webhook, 'x-signature') ?? ''
  const bytes = Buffer.from(signature, 'base64')
  const isDigest = bytes.length === 32 && bytes.toString('base64') === signature
  return isDigest ? 'mismatch' : 'malformed-signature'
}

function verdictOnSigned(webhook: FuzzCase, signedBy: Verdict['signedBy']): Verdict {
  const { settings, body } = webhook
  const { merchantId, nowMs, toleranceMs } = settings
  const event = readObject(body)
  const named: unknown = event === undefined ? undefined : Reflect.get(event, 'merchantId')
  const isNamed = typeof named === 'string' || typeof named === 'number'
  if (merchantId !== undefined && isNamed && `${named}` !== merchantId)
    return rejection('other-merchant')
  const ageMs = nowMs - Number(headerValue(webhook, 'x-timestamp'))
  const facts = { signedBy, text: body.toString('utf8') }
  if (ageMs > toleranceMs || ageMs < -toleranceMs) {
    const reason = ageMs > 0 ? 'stale' : 'future'
    return event === undefined
      ? rejection(reason)
      : { reason, status: 401, handler: 'onStale', ...facts }
  }
  if (event === undefined) return rejection('malformed-event')
  return { reason: 'accepted', status: 200, handler: 'onEvent', ...facts }
}

function readObject(body: Buffer): object | undefined {
  if (!isUtf8(body)) return undefined
  const text = body.toString('utf8')
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function headerValue({ headers, headersForm }: FuzzCase, name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
  if (values.length === 0) return undefined
  if (headersForm === 'record') return values.join(', ')
  return values.map((value) => value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')).join(', ')
}

function calledPaths({ settings, path }: FuzzCase): readonly string[] {
  if (settings.callbackUrls.length > 0)
    return settings.callbackUrls.map((url) => new URL(url).pathname)
  const target = path.slice(0, path.search(/[?#]|$/))
  const authority = /^[a-z][a-z0-9+.-]*:\/\//i.exec(target)?.[0].length
  if (authority === undefined) return [target === '' ? '/' : target]
  const slash = target.indexOf('/', authority)
  return [slash === -1 ? '/' : target.slice(slash)]
}

function isOfTheApi(path: string): boolean {
  return path.indexOf('/api/v1/merchants/') === 0
}

function isDigits(text: string): boolean {
  return text !== '' && Array.from(text).every((character) => character >= '0' && character <= '9')
}
