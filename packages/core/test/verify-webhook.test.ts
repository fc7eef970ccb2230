import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { SignatureError, signRequest, verifyWebhook } from '../src/index.ts'
import type {
  HeadersLike,
  VerifyWebhookOptions,
  WebhookEvent,
  WebhookScheme,
} from '../src/index.ts'
import { loadEachPath } from './support/crypto-paths.ts'
import {
  createTestReceiver,
  flipByte,
  OTHER_SECRET,
  PATH,
  PAYMENT,
  SECRET,
  signedHeaders,
} from './support/webhook-fixtures.ts'
import type { WebhookParts } from './support/webhook-fixtures.ts'

const NOW_MS = 1_790_000_000_000
const TIMESTAMP = String(NOW_MS)
const SCHEMES: readonly WebhookScheme[] = ['body', 'request']
const BODY = JSON.stringify(PAYMENT)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function verify(
  headers: HeadersLike,
  body: string | Uint8Array,
  options: Partial<VerifyWebhookOptions> & { readonly path?: string } = {},
): Promise<WebhookEvent> {
  const { path = PATH, ...rest } = options
  return verifyWebhook({ headers, body, path }, { apiSecret: SECRET, now: () => NOW_MS, ...rest })
}

async function signAndVerify(
  parts: Partial<WebhookParts> = {},
  options: Partial<VerifyWebhookOptions> = {},
): Promise<WebhookEvent> {
  const body = parts.body ?? BODY
  return verify(await signedHeaders({ timestamp: TIMESTAMP, body, ...parts }), body, options)
}

describe.each(SCHEMES)('in the %s scheme', (scheme) => {
  it.each([
    ['compact JSON', BODY],
    ['spaced JSON', JSON.stringify(PAYMENT, undefined, 2)],
    ['10.00', '{"status":"SUCCEEDED","amount":10.00}'],
    ['a 20-digit integer', '{"status":"SUCCEEDED","block":12345678901234567890}'],
    ['an escaped letter', String.raw`{"status":"SUCCEEDED","note":"caf\u00e9"}`],
    ['an escaped slash', String.raw`{"status":"SUCCEEDED","url":"https:\/\/shop"}`],
    ['a key that comes twice', '{"status":"PROCESSING","status":"SUCCEEDED"}'],
    ['a BOM', `\uFEFF${BODY}`],
    ['CRLF', '{\r\n"status":"SUCCEEDED"\r\n}\r\n'],
  ])('takes %s as it came, and refuses it with any byte changed', async (_, text) => {
    const bytes = utf8(text)
    const headers = await signedHeaders({ body: bytes, timestamp: TIMESTAMP, scheme })
    for (const body of [bytes, text]) {
      const event = await verify(headers, body)
      expect(event).toMatchObject({ status: 'SUCCEEDED', rawBody: text, scheme })
    }
    for (const index of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      await expect(verify(headers, flipByte(bytes, index))).rejects.toThrow(SignatureError)
    }
    await expect(verify(headers, bytes.subarray(1))).rejects.toThrow(SignatureError)
    await expect(verify(headers, `${text} `)).rejects.toThrow(SignatureError)
  })

  it('never verifies a body with random bytes changed', async () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))
    const body = fc.uint8Array({ minLength: 1, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(body, change, async (original, [at, mask]) => {
        const headers = await signedHeaders({ body: original, timestamp: TIMESTAMP, scheme })
        const index = at % original.length
        const changed = original.map((byte, i) => (i === index ? byte ^ mask : byte))
        await expect(verify(headers, changed)).rejects.toMatchObject({ reason: 'mismatch' })
      }),
    )
  })

  it('keeps apart two bodies that decode to the same text', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
    const twin = body.map((byte) => (byte === 0xff ? 0xfe : byte))
    const headers = await signedHeaders({ body, timestamp: TIMESTAMP, scheme })
    await expect(verify(headers, body)).rejects.toMatchObject({ name: 'MalformedEventError' })
    await expect(verify(headers, twin)).rejects.toMatchObject({ reason: 'mismatch' })
    const decoded = new TextDecoder().decode(body)
    await expect(verify(headers, decoded)).rejects.toMatchObject({ reason: 'mismatch' })
  })

  it('takes of views with an offset, also of shared memory, what is in view', async () => {
    const bytes = utf8(BODY)
    const headers = await signedHeaders({ body: bytes, timestamp: TIMESTAMP, scheme })
    const padded = new Uint8Array(bytes.length + 8)
    padded.set(bytes, 3)
    const shared = new Uint8Array(new SharedArrayBuffer(padded.length))
    shared.set(padded)
    for (const view of [padded, shared]) {
      const event = await verify(headers, view.subarray(3, 3 + bytes.length))
      expect(event.rawBody).toBe(BODY)
      await expect(verify(headers, view)).rejects.toThrow(SignatureError)
      await expect(verify(headers, view.subarray(2, 2 + bytes.length))).rejects.toThrow(
        SignatureError,
      )
    }
  })

  it('believes what was signed, whatever the caller writes into its buffer meanwhile', async () => {
    const bytes = utf8(BODY)
    const headers = await signedHeaders({ body: bytes, timestamp: TIMESTAMP, scheme })
    const verdict = verify(headers, bytes)
    bytes.set(utf8(BODY.replace('99.99', '00.01')))
    const event = await verdict
    expect(event.rawBody).toBe(BODY)
  })

  it('takes any secret of a rotation, and says which', async () => {
    const first = await signAndVerify({ scheme }, { apiSecret: [SECRET, OTHER_SECRET] })
    expect(first).toMatchObject({ secretIndex: 0, scheme })
    const second = await signAndVerify({ scheme }, { apiSecret: [OTHER_SECRET, SECRET] })
    expect(second).toMatchObject({ secretIndex: 1, scheme })
    await expect(signAndVerify({ scheme }, { apiSecret: [OTHER_SECRET] })).rejects.toMatchObject({
      reason: 'mismatch',
    })
  })

  it('takes a timestamp at both edges of the window, and none beyond', async () => {
    for (const skewMs of [300_000, -300_000]) {
      const event = await signAndVerify({ scheme }, { now: () => NOW_MS + skewMs })
      expect(event.source).toBe('webhook')
    }
    const stale = signAndVerify({ scheme }, { now: () => NOW_MS + 300_001 })
    await expect(stale).rejects.toMatchObject({ reason: 'stale', skewMs: 300_001 })
    const future = signAndVerify({ scheme }, { now: () => NOW_MS - 300_001 })
    await expect(future).rejects.toMatchObject({ reason: 'future', skewMs: -300_001 })
    const narrow = signAndVerify({ scheme }, { now: () => NOW_MS + 1001, toleranceMs: 1000 })
    await expect(narrow).rejects.toMatchObject({ reason: 'stale', skewMs: 1001 })
  })

  it('knows the past from the future by a millisecond', async () => {
    for (const [skewMs, reason] of [
      [1, 'stale'],
      [-1, 'future'],
    ] as const) {
      const verdict = signAndVerify({ scheme }, { now: () => NOW_MS + skewMs, toleranceMs: 0 })
      await expect(verdict).rejects.toMatchObject({ reason, skewMs })
    }
    await signAndVerify({ scheme }, { toleranceMs: 0 })
  })

  it('keys what it does not know by the hash of its bytes', async () => {
    for (const body of ['{"news":1}', '{"news":2}']) {
      const hash = createHash('sha256').update(body).digest('base64')
      const event = await signAndVerify({ scheme, body })
      expect(event).toMatchObject({ kind: 'unknown', id: JSON.stringify(['unknown', hash]) })
    }
  })

  it('takes the headers as a Headers, as a record of texts or as one of lists', async () => {
    const record = await signedHeaders({ body: BODY, timestamp: TIMESTAMP, scheme })
    const lists = Object.entries(record).map(([name, value]) => [name.toUpperCase(), [value]])
    for (const headers of [new Headers(record), record, Object.fromEntries(lists)]) {
      expect((await verify(headers, BODY)).rawBody).toBe(BODY)
    }
  })
})

describe('a timestamp', () => {
  it.each([
    '123abc',
    '179000000000',
    '17900000000000',
    '1e12',
    '1.79e12',
    ' 1790000000000',
    '1790000000000 ',
    '+790000000000',
    '1790000000000.0',
    `${TIMESTAMP}, ${TIMESTAMP}`,
  ])('of %j is refused', async (timestamp) => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const verdict = verify({ ...headers, 'x-timestamp': timestamp }, BODY)
    await expect(verdict).rejects.toMatchObject({ reason: 'malformed-timestamp' })
  })

  it.each<[string, (headers: Record<string, string>) => HeadersLike]>([
    [
      'in a Headers',
      (headers) => new Headers([...Object.entries(headers), ['X-Timestamp', TIMESTAMP]]),
    ],
    ['in a list', (headers) => ({ ...headers, 'x-timestamp': [TIMESTAMP, TIMESTAMP] })],
    ['under two cases', (headers) => ({ ...headers, 'X-Timestamp': TIMESTAMP })],
    ['with one of them empty', (headers) => ({ ...headers, 'x-timestamp': ['', TIMESTAMP] })],
  ])('that came twice %s is refused', async (_, duplicate) => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const verdict = verify(duplicate(headers), BODY)
    await expect(verdict).rejects.toMatchObject({ reason: 'malformed-timestamp' })
  })

  it('that is missing is refused as such', async () => {
    const { 'x-signature': signature = '' } = await signedHeaders({
      body: BODY,
      timestamp: TIMESTAMP,
    })
    const verdict = verify({ 'x-signature': signature }, BODY)
    await expect(verdict).rejects.toMatchObject({ reason: 'missing-timestamp' })
  })
})

describe('a signature', () => {
  // Signed so that the signature has a character of each kind: found by trying timestamps.
  async function signatureWith(character: string): Promise<Record<string, string>> {
    for (let offset = 0; ; offset += 1) {
      const headers = await signedHeaders({ body: BODY, timestamp: String(NOW_MS + offset) })
      if (headers['x-signature']?.includes(character) === true) return headers
    }
  }

  it.each<[string, (signature: string) => string]>([
    ['in the URL-safe alphabet', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['without padding', (text) => text.slice(0, -1)],
    ['with too much padding', (text) => `${text}=`],
    [
      'with stray bits before the padding',
      (text) => text.slice(0, 42) + String.fromCharCode(text.charCodeAt(42) + 1) + '=',
    ],
    ['with a line break after', (text) => `${text}\n`],
    ['with a space before', (text) => ` ${text}`],
    ['with a space inside', (text) => `${text.slice(0, 20)} ${text.slice(20)}`],
    ['with a space in place of a plus', (text) => text.replaceAll('+', ' ')],
    ['in hexadecimal digits', (text) => Buffer.from(text, 'base64').toString('hex')],
    ['cut to half', (text) => Buffer.from(text, 'base64').subarray(0, 16).toString('base64')],
    ['that came twice', (text) => `${text}, ${text}`],
  ])('%s is refused', async (_, respell) => {
    const headers = await signatureWith('+')
    const signature = headers['x-signature'] ?? ''
    const wrong = respell(signature)
    expect(wrong).not.toBe(signature)
    expect((await verify(headers, BODY)).rawBody).toBe(BODY)
    const verdict = verify({ ...headers, 'x-signature': wrong }, BODY)
    await expect(verdict).rejects.toMatchObject({ reason: 'malformed-signature' })
  })

  it('that is missing is refused as such', async () => {
    const verdict = verify({ 'x-timestamp': TIMESTAMP }, BODY)
    await expect(verdict).rejects.toMatchObject({ reason: 'missing-signature' })
  })

  it('does not hold for another path, nor without one', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP, scheme: 'request' })
    for (const path of [
      '/webhook/payment/',
      '/webhook',
      '/webhook/Payment',
      '/webhook%2Fpayment',
    ]) {
      await expect(verify(headers, BODY, { path })).rejects.toMatchObject({ reason: 'mismatch' })
    }
    const options = { apiSecret: SECRET, now: () => NOW_MS }
    await expect(verifyWebhook({ headers, body: BODY }, options)).rejects.toMatchObject({
      reason: 'mismatch',
    })
  })
})

describe('a captured API request', () => {
  const apiPath = '/api/v1/merchants/1000/orders'
  const body =
    '{"merchantOrderId":"ORDER_1738112345000","orderAmount":{"value":"1","currency":"USD"}}'

  async function capture(): Promise<{ readonly headers: HeadersLike; readonly hash: string }> {
    const request = { method: 'POST', path: apiPath, body, timestamp: TIMESTAMP }
    const signature = await signRequest(request, SECRET)
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))
    const hash = Buffer.from(digest).toString('base64')
    return { headers: { 'x-timestamp': TIMESTAMP, 'x-signature': signature }, hash }
  }

  it('dies at the path when it is replayed under its own', async () => {
    const { headers } = await capture()
    for (const scheme of ['auto', 'request'] as const) {
      const verdict = verify(headers, body, { path: apiPath, scheme })
      await expect(verdict).rejects.toMatchObject({ reason: 'api-path' })
    }
  })

  it('does not verify under another path', async () => {
    const { headers } = await capture()
    for (const path of [
      PATH,
      '/',
      '/api',
      '/x/..' + apiPath,
      `/${apiPath}`,
      '/api/v1/Merchants/1000/orders',
    ]) {
      await expect(verify(headers, body, { path })).rejects.toMatchObject({ reason: 'mismatch' })
    }
  })

  it('is malformed when its signed text is replayed as a body', async () => {
    const { headers, hash } = await capture()
    const forged = `POST\n${apiPath}\n${hash}`
    for (const scheme of ['auto', 'body'] as const) {
      await expect(verify(headers, forged, { scheme })).rejects.toMatchObject({
        name: 'MalformedEventError',
      })
    }
    await expect(verify(headers, forged, { scheme: 'request' })).rejects.toMatchObject({
      reason: 'mismatch',
    })
  })

  it('is malformed also when it was a query', async () => {
    const path = '/api/v1/merchants/1000/orders/ORDER_1738112345000'
    const signature = await signRequest({ method: 'GET', path, timestamp: TIMESTAMP }, SECRET)
    const headers = { 'x-timestamp': TIMESTAMP, 'x-signature': signature }
    await expect(verify(headers, `GET\n${path}`)).rejects.toMatchObject({
      name: 'MalformedEventError',
    })
    await expect(verify(headers, '', { path })).rejects.toMatchObject({ reason: 'api-path' })
  })
})

describe('a webhook of one scheme', () => {
  it('is not believed in the other, whatever body is put beside it', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP, scheme: 'request' })
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(BODY))
    const forged = `POST\n${PATH}\n${Buffer.from(digest).toString('base64')}`
    await expect(verify(headers, forged)).rejects.toMatchObject({ name: 'MalformedEventError' })
    await expect(verify(headers, BODY, { scheme: 'body' })).rejects.toMatchObject({
      reason: 'mismatch',
    })
  })
})

describe('what is authentic but no event', () => {
  it.each(['', 'null', '[]', '"text"', '5', '{', '{"a":1}{}', '\uFEFF\uFEFF{}', '{"a":1}\0'])(
    'is malformed: %j',
    async (body) => {
      await expect(signAndVerify({ body })).rejects.toMatchObject({
        name: 'MalformedEventError',
        code: 'MALFORMED_EVENT',
        reason: 'malformed-event',
      })
    },
  )

  it('is an event when it is any object at all', async () => {
    expect(await signAndVerify({ body: '{}' })).toMatchObject({ kind: 'unknown', data: {} })
  })
})

describe.each(await loadEachPath())('by $path crypto', ({ core }) => {
  it('judges the bytes that it was given, whatever becomes of them meanwhile', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const options = { apiSecret: SECRET, now: () => NOW_MS }
    const genuine = new TextEncoder().encode(BODY)
    const forged = flipByte(genuine, 3)
    const accepted = core.verifyWebhook({ headers, body: genuine, path: PATH }, options)
    const refused = core.verifyWebhook({ headers, body: forged, path: PATH }, options)
    forged.set(genuine)
    genuine.fill(0x20)
    await Promise.all([
      expect(accepted).resolves.toMatchObject({ kind: 'payment', rawBody: BODY }),
      expect(refused).rejects.toMatchObject({ reason: 'mismatch' }),
    ])
  })

  // Libraries put their own Promise in the global's place, and an emulator's is another one than its host's.
  it('refuses a forged signature also where the global is another Promise than that of async functions', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const forged = { ...headers, 'x-signature': `${'A'.repeat(43)}=` }
    const options = { apiSecret: SECRET, now: () => NOW_MS }
    vi.stubGlobal('Promise', class OtherPromise<T> extends Promise<T> {})
    const verdict = core.verifyWebhook({ headers: forged, body: BODY, path: PATH }, options)
    const event = core.verifyWebhook({ headers, body: BODY, path: PATH }, options)
    vi.unstubAllGlobals()
    await expect(verdict).rejects.toMatchObject({ reason: 'mismatch' })
    await expect(event).resolves.toMatchObject({ kind: 'payment', scheme: 'body' })
  })
})

describe('verifyWebhook', () => {
  it('refuses options that are missing or wrong, and names them', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const wrong: readonly [object, object, RegExp][] = [
      [{}, { apiSecret: '' }, /^apiSecret /],
      [{}, { apiSecret: `${SECRET}\n` }, /^apiSecret has white space/],
      [{ path: undefined }, { scheme: 'request' }, /^path must be/],
      [{ path: '/a?b' }, {}, /^path must be/],
      [{ body: PAYMENT }, {}, /^body must be/],
      [{}, { scheme: 'none' }, /^scheme must be/],
      [{}, { toleranceMs: NaN }, /^toleranceMs must be/],
    ]
    for (const [parts, options, message] of wrong) {
      const webhook = { headers, body: BODY, path: PATH, ...parts }
      const verdict = verifyWebhook(webhook, { apiSecret: SECRET, now: () => NOW_MS, ...options })
      await expect(verdict).rejects.toThrow(TypeError)
      await expect(verdict).rejects.toThrow(message)
    }
  })

  it('reads the real clock unless it is given one', async () => {
    const headers = await signedHeaders({ body: BODY, timestamp: String(Date.now()) })
    const event = await verifyWebhook({ headers, body: BODY }, { apiSecret: SECRET })
    expect(event).toMatchObject({ kind: 'payment', scheme: 'body' })
  })

  it('refuses everything while the clock gives no number', async () => {
    await expect(signAndVerify({}, { now: () => NaN })).rejects.toMatchObject({
      name: 'SignatureError',
    })
  })
})

describe('a signature that matches nothing', () => {
  const triedOf = async (
    headers: HeadersLike,
    options: Parameters<typeof verify>[2] = {},
  ): Promise<unknown> => {
    const signed = await signedHeaders({ body: BODY, timestamp: TIMESTAMP, secret: OTHER_SECRET })
    const all = headers instanceof Headers ? headers : { ...headers, ...signed }
    if (all instanceof Headers) {
      for (const [name, value] of Object.entries(signed)) all.set(name, value)
    }
    const error: unknown = await verify(all, BODY, options).catch((thrown: unknown) => thrown)
    if (!(error instanceof SignatureError)) throw error
    return error.tried
  }
  const bodyBytes = utf8(BODY).byteLength

  it('comes with what it was compared with, and no secret', async () => {
    const secrets = [SECRET, 'another-old-secret']
    expect(await triedOf({ 'Content-Encoding': 'gzip' }, { apiSecret: secrets })).toEqual({
      schemes: ['request', 'body'],
      paths: [PATH],
      secretCount: 2,
      bodyBytes,
      contentEncoding: 'gzip',
    })
    expect(await triedOf(new Headers(), { scheme: 'body', apiSecret: secrets })).toEqual({
      schemes: ['body'],
      paths: [PATH],
      secretCount: 2,
      bodyBytes,
      contentEncoding: '',
    })
  })

  it.each([
    ['gzip, br', 'gzip, br'],
    ['x'.repeat(33), 'other'],
    ['gzip\n[forged] line', 'other'],
    ['1738112345000', 'other'],
  ])('repeats no text of a stranger as a content-encoding: %j', async (given, contentEncoding) => {
    expect(await triedOf({ 'content-encoding': given })).toMatchObject({ contentEncoding })
  })

  it('cuts and cleans the paths of a stranger', async () => {
    const receiver = createTestReceiver()
    const path = `/a\u2028\u001B[31m${'b'.repeat(5000)}`
    await receiver.send(PAYMENT, { secret: OTHER_SECRET, path })
    const [problem] = receiver.problems
    const paths = [`/a??[31m${'b'.repeat(192)}`]
    expect(problem?.error).toMatchObject({ reason: 'mismatch', tried: { paths } })
  })

  it.each([
    ['a header is missing', {}, 0],
    ['the signature holds, but late', undefined, 300_001],
  ])('is not what happened when %s', async (_, headers, lateMs) => {
    const signed = await signedHeaders({ body: BODY, timestamp: TIMESTAMP })
    const options = { now: () => NOW_MS + lateMs }
    await expect(verify(headers ?? signed, BODY, options)).rejects.toMatchObject({
      tried: undefined,
    })
  })
})
