/**
 * Which signatures let a webhook in.
 *
 * @module
 */
import type { ContractCase } from '../contract-case.ts'
import { INVALID_SIGNATURE } from '../support/answers.ts'
import { OTHER_SECRET, paymentBody, SECRET, toBytes } from '../../fixtures/webhooks.ts'
import { signParts } from '../support/webhooks.ts'
import type { SignedWebhook, WebhookParts } from '../support/webhooks.ts'
import { accepts, changeHeader, refuses } from './case-builders.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function refusesHeader(
  title: string,
  header: string,
  change: (text: string) => string | undefined,
): ContractCase {
  return refuses(title, INVALID_SIGNATURE, { change: changeHeader(header, change) })
}

function refusesChange(title: string, change: (webhook: SignedWebhook) => void): ContractCase {
  return refuses(title, INVALID_SIGNATURE, { change })
}

// Signed by hand: core's own signer would refuse such a timestamp, too.
function refusesTimestamp(title: string, change: (timestamp: string) => string): ContractCase {
  return refuses(title, INVALID_SIGNATURE, {
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

// The last character before the padding carries two bits that mean nothing: another one decodes to the same bytes.
function spellAgain(signature: string): string {
  const last = BASE64.indexOf(signature.charAt(42))
  return `${signature.slice(0, 42)}${BASE64.charAt(last ^ 1)}=`
}

// Only a signature with a "+" or a "/" in it has another spelling in the URL-safe alphabet.
async function withSpecialCharacter(): Promise<WebhookParts> {
  for (let amount = 1; ; amount++) {
    const body = paymentBody({ cryptoPaidAmount: { value: String(amount), currency: 'USDT' } })
    const { headers } = await signParts({ body })
    if (/[+/]/.test(headers.get('x-signature') ?? '')) return { body }
  }
}

export const signatureCases: readonly ContractCase[] = [
  accepts('lets in the request scheme', { scheme: 'request' }),
  accepts('lets in the body scheme', { scheme: 'body' }),
  accepts('lets in a pinned request scheme', { scheme: 'request' }, { scheme: 'request' }),
  accepts('lets in a pinned body scheme', { scheme: 'body' }, { scheme: 'body' }),
  refuses(
    'refuses the body scheme where the other is pinned',
    INVALID_SIGNATURE,
    { scheme: 'body' },
    { scheme: 'request' },
  ),
  refuses(
    'refuses the request scheme where the other is pinned',
    INVALID_SIGNATURE,
    { scheme: 'request' },
    { scheme: 'body' },
  ),
  accepts(
    'lets in the second of two secrets',
    { secret: OTHER_SECRET },
    { apiSecret: [SECRET, OTHER_SECRET] },
  ),
  refuses('refuses another secret', INVALID_SIGNATURE, { secret: OTHER_SECRET }),

  refusesHeader('refuses a missing signature', 'x-signature', () => undefined),
  refusesHeader('refuses an empty signature', 'x-signature', () => ''),
  refusesHeader('refuses a doubled signature', 'x-signature', (text) => `${text}, ${text}`),
  refusesHeader('refuses a signature one character short', 'x-signature', (text) => text.slice(1)),
  refusesHeader('refuses a signature one character long', 'x-signature', (text) => `A${text}`),
  refusesHeader('refuses a signature without padding', 'x-signature', (text) => text.slice(0, 43)),
  refusesHeader('refuses a letter for padding', 'x-signature', (text) => `${text.slice(0, 43)}A`),
  refusesHeader('refuses too much padding', 'x-signature', (text) => `${text.slice(0, 42)}==`),
  refusesHeader('refuses a second spelling of the same bytes', 'x-signature', spellAgain),
  refusesHeader('refuses hexadecimal', 'x-signature', (text) =>
    Array.from(atob(text), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
  ),
  {
    title: 'refuses the URL-safe alphabet',
    run: async (t) => {
      const toUrlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')
      const parts = {
        ...(await withSpecialCharacter()),
        change: changeHeader('x-signature', toUrlSafe),
      }
      await refuses('', INVALID_SIGNATURE, parts).run(t)
    },
  },

  refusesHeader('refuses a missing timestamp', 'x-timestamp', () => undefined),
  refusesHeader('refuses an empty timestamp', 'x-timestamp', () => ''),
  refusesHeader('refuses a doubled timestamp', 'x-timestamp', (text) => `${text}, ${text}`),
  refusesTimestamp('refuses seconds for a timestamp, though signed', (text) => text.slice(0, 10)),
  refusesTimestamp('refuses letters after a timestamp, though signed', (text) => `${text}abc`),
  refusesTimestamp('refuses a sign before a timestamp, though signed', (text) => `+${text}`),
  refusesHeader('refuses a timestamp one millisecond off', 'x-timestamp', (text) =>
    String(Number(text) + 1),
  ),

  refusesChange('refuses one byte of the body changed', ({ body }) => {
    body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1
  }),
  refusesChange('refuses one byte added to the body', (webhook) => {
    webhook.body = new Uint8Array([...webhook.body, 0x20])
  }),
  refusesChange('refuses the last byte of the body cut off', (webhook) => {
    webhook.body = webhook.body.slice(0, -1)
  }),
  refuses('refuses one byte of the path changed', INVALID_SIGNATURE, {
    signedPath: '/webhook/paymenT',
  }),
  refuses('refuses a slash after the path', INVALID_SIGNATURE, { signedPath: '/webhook/payment/' }),
]
