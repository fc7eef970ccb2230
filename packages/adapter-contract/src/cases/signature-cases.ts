/**
 * Which signatures are accepted.
 *
 * @module
 */
import type { ContractCase } from '../contract-case.ts'
import { INVALID_SIGNATURE } from '../support/answers.ts'
import { OTHER_SECRET, paymentBody, SECRET, toBytes } from '../../fixtures/webhooks.ts'
import { signParts } from '../support/webhooks.ts'
import type { SignedWebhook, WebhookParts } from '../support/webhooks.ts'
import { accepts, changeHeader, rejects } from './case-builders.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function rejectsHeader(
  title: string,
  header: string,
  change: (text: string) => string | undefined,
): ContractCase {
  return rejects(title, INVALID_SIGNATURE, { change: changeHeader(header, change) })
}

function rejectsChange(title: string, change: (webhook: SignedWebhook) => void): ContractCase {
  return rejects(title, INVALID_SIGNATURE, { change })
}

// Signed by hand: core's own signer rejects such a timestamp, too.
function rejectsTimestamp(title: string, change: (timestamp: string) => string): ContractCase {
  return rejects(title, INVALID_SIGNATURE, {
    change: async ({ headers, body }) => {
      const timestamp = change(headers.get('x-timestamp') ?? '')
      const signed = toBytes(`${timestamp}\n${new TextDecoder().decode(body)}`)
      headers.set('x-timestamp', timestamp)
      headers.set('x-signature', await signBytes(signed))
    },
  })
}

async function signBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', toBytes(SECRET), algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, bytes)
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

// The last character before the padding has two unused bits: with other bits there it decodes to the same bytes.
function changeStrayBits(signature: string): string {
  const last = BASE64.indexOf(signature.charAt(42))
  return `${signature.slice(0, 42)}${BASE64.charAt(last ^ 1)}=`
}

// Only a signature with a "+" or a "/" differs in the URL-safe alphabet.
async function withSpecialCharacter(): Promise<WebhookParts> {
  for (let amount = 1; ; amount++) {
    const body = paymentBody({ cryptoPaidAmount: { value: String(amount), currency: 'USDT' } })
    const { headers } = await signParts({ body })
    if (/[+/]/.test(headers.get('x-signature') ?? '')) return { body }
  }
}

export const signatureCases: readonly ContractCase[] = [
  accepts('accepts the request scheme', { scheme: 'request' }),
  accepts('accepts the body scheme', { scheme: 'body' }),
  accepts('accepts a pinned request scheme', { scheme: 'request' }, { scheme: 'request' }),
  accepts('accepts a pinned body scheme', { scheme: 'body' }, { scheme: 'body' }),
  rejects(
    'rejects the body scheme where the other is pinned',
    INVALID_SIGNATURE,
    { scheme: 'body' },
    { scheme: 'request' },
  ),
  rejects(
    'rejects the request scheme where the other is pinned',
    INVALID_SIGNATURE,
    { scheme: 'request' },
    { scheme: 'body' },
  ),
  accepts(
    'accepts the second of two secrets',
    { secret: OTHER_SECRET },
    { apiSecret: [SECRET, OTHER_SECRET] },
  ),
  rejects('rejects another secret', INVALID_SIGNATURE, { secret: OTHER_SECRET }),

  rejectsHeader('rejects a missing signature', 'x-signature', () => undefined),
  rejectsHeader('rejects an empty signature', 'x-signature', () => ''),
  rejectsHeader('rejects a duplicate signature', 'x-signature', (text) => `${text}, ${text}`),
  rejectsHeader('rejects a signature one character short', 'x-signature', (text) => text.slice(1)),
  rejectsHeader('rejects a signature one character long', 'x-signature', (text) => `A${text}`),
  rejectsHeader('rejects a signature without padding', 'x-signature', (text) => text.slice(0, 43)),
  rejectsHeader(
    'rejects a letter in place of padding',
    'x-signature',
    (text) => `${text.slice(0, 43)}A`,
  ),
  rejectsHeader('rejects too much padding', 'x-signature', (text) => `${text.slice(0, 42)}==`),
  rejectsHeader('rejects other Base64 of the same bytes', 'x-signature', changeStrayBits),
  rejectsHeader('rejects hexadecimal', 'x-signature', (text) =>
    Array.from(atob(text), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
  ),
  {
    title: 'rejects the URL-safe alphabet',
    run: async (t) => {
      const toUrlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')
      const parts = {
        ...(await withSpecialCharacter()),
        change: changeHeader('x-signature', toUrlSafe),
      }
      await rejects('', INVALID_SIGNATURE, parts).run(t)
    },
  },

  rejectsHeader('rejects a missing timestamp', 'x-timestamp', () => undefined),
  rejectsHeader('rejects an empty timestamp', 'x-timestamp', () => ''),
  rejectsHeader('rejects a duplicate timestamp', 'x-timestamp', (text) => `${text}, ${text}`),
  rejectsTimestamp('rejects a signed timestamp in seconds', (text) => text.slice(0, 10)),
  rejectsTimestamp('rejects a signed timestamp with letters after it', (text) => `${text}abc`),
  rejectsTimestamp('rejects a signed timestamp with a plus sign', (text) => `+${text}`),
  rejectsHeader('rejects a timestamp one millisecond off', 'x-timestamp', (text) =>
    String(Number(text) + 1),
  ),

  rejectsChange('rejects one byte of the body changed', ({ body }) => {
    body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1
  }),
  rejectsChange('rejects one byte added to the body', (webhook) => {
    webhook.body = new Uint8Array([...webhook.body, 0x20])
  }),
  rejectsChange('rejects the last byte of the body cut off', (webhook) => {
    webhook.body = webhook.body.slice(0, -1)
  }),
  rejects('rejects one byte of the path changed', INVALID_SIGNATURE, {
    signedPath: '/webhook/paymenT',
  }),
  rejects('rejects a slash after the path', INVALID_SIGNATURE, { signedPath: '/webhook/payment/' }),
]
