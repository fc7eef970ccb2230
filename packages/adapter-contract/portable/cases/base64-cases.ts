/**
 * A signature is accepted in canonical Base64, and rejected in every other form.
 *
 * @module
 */
import { expectEqual, expectRejection } from '../expect.ts'
import type { Core, PortableCase } from '../portable-case.ts'
import { NOW_MS, paymentBody, SECRET, signSample } from '../../fixtures/webhooks.ts'
import type { SignedSample } from '../../fixtures/webhooks.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const API_PATH = '/api/v1/merchants/1000/orders'
const VERIFY = { apiSecret: SECRET, now: () => NOW_MS }

type Encode = (signature: string) => string

// The last character before the padding has two unused bits: with other bits there, a lax decoder returns the same bytes.
const withStrayBits: Encode = (signature) => {
  const last = ALPHABET.indexOf(signature.charAt(42))
  return `${signature.slice(0, 42)}${ALPHABET.charAt(last ^ 1)}=`
}

const inHex: Encode = (signature) =>
  Array.from(atob(signature), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')

const OTHER_FORMS: readonly (readonly [string, Encode])[] = [
  ['the URL-safe alphabet', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
  ['the URL-safe minus alone', (text) => text.replaceAll('+', '-')],
  ['the URL-safe underscore alone', (text) => text.replaceAll('/', '_')],
  ['stray bits before the padding', withStrayBits],
  ['no padding', (text) => text.slice(0, 43)],
  ['too much padding', (text) => `${text}=`],
  ['padding in place of a character', (text) => `${text.slice(0, 42)}==`],
  ['a letter in place of the padding', (text) => `${text.slice(0, 43)}A`],
  ['padding in the middle', (text) => `${text.slice(0, 20)}=${text.slice(21)}`],
  ['a space in the middle', (text) => `${text.slice(0, 20)} ${text.slice(21)}`],
  ['a space inserted', (text) => `${text.slice(0, 20)} ${text.slice(20)}`],
  ['a line break inserted', (text) => `${text.slice(0, 20)}\n${text.slice(20)}`],
  ['a line break at the end', (text) => `${text}\n`],
  ['a character inserted', (text) => `A${text}`],
  ['a character cut off', (text) => text.slice(1)],
  ['the other case', (text) => text.toLowerCase()],
  ['hexadecimal', inHex],
  ['raw bytes', (text) => atob(text)],
  ['itself twice', (text) => `${text}, ${text}`],
  ['nothing', () => ''],
]

/** A webhook whose signature has a `+` and a `/`: only such a signature differs in the URL-safe alphabet. */
async function signWithBoth(core: Core): Promise<SignedSample> {
  for (let amount = 1; ; amount += 1) {
    const webhook = await signSample(core.signWebhook, { body: paymentBody({ amount }) })
    const signature = webhook.headers['x-signature'] ?? ''
    if (signature.includes('+') && signature.includes('/')) return webhook
  }
}

async function signRequestWithBoth(core: Core): Promise<readonly [string, string]> {
  for (let amount = 1; ; amount += 1) {
    const body = `{"amount":${amount}}`
    const request = { method: 'POST', path: API_PATH, body, timestamp: String(NOW_MS) }
    const signature = await core.signRequest(request, SECRET)
    if (signature.includes('+') && signature.includes('/')) return [body, signature]
  }
}

// Malformed Base64 has a reason of its own; in the other case, the text may be canonical by chance.
function expectedError(name: string): Readonly<Record<string, string>> {
  if (name === 'the other case') return { name: 'SignatureError' }
  const reason = name === 'nothing' ? 'missing-signature' : 'malformed-signature'
  return { name: 'SignatureError', reason }
}

const webhookCases = OTHER_FORMS.map(
  ([name, encode]): PortableCase => ({
    title: `a webhook signed in ${name} is rejected`,
    run: async ({ core }) => {
      const webhook = await signWithBoth(core)
      const signature = encode(webhook.headers['x-signature'] ?? '')
      const headers = { ...webhook.headers, 'x-signature': signature }
      const verified = core.verifyWebhook({ ...webhook, headers }, VERIFY)
      await expectRejection(verified, expectedError(name))
    },
  }),
)

const requestCases = OTHER_FORMS.map(
  ([name, encode]): PortableCase => ({
    title: `a request signed in ${name} is rejected`,
    run: async ({ core }) => {
      const [body, text] = await signRequestWithBoth(core)
      const request = { method: 'POST', path: API_PATH, body, timestamp: String(NOW_MS) }
      const verified = core.verifyRequest({ ...request, signature: encode(text) }, VERIFY)
      await expectRejection(verified, expectedError(name))
    },
  }),
)

export const base64Cases: readonly PortableCase[] = [
  {
    title: 'signatures are 44 characters of the standard alphabet, padded',
    run: async ({ core }) => {
      const { headers } = await signWithBoth(core)
      expectEqual(/^[A-Za-z0-9+/]{43}=$/.test(headers['x-signature'] ?? ''), true)
    },
  },
  {
    title: 'a signature with + and / is accepted unchanged',
    run: async ({ core }) => {
      const [body, signature] = await signRequestWithBoth(core)
      const request = { method: 'POST', path: API_PATH, body, timestamp: String(NOW_MS) }
      await core.verifyRequest({ ...request, signature }, VERIFY)
      const event = await core.verifyWebhook(await signWithBoth(core), VERIFY)
      expectEqual(event.kind, 'payment')
    },
  },
  ...webhookCases,
  ...requestCases,
]
