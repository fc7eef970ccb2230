/**
 * What `explainSignature` finds out, what it may be wrong about, and that no stranger can make it work or talk too much.
 *
 * @module
 */
import * as crypto from 'node:crypto'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { explainSignature, signRequest, signWebhook } from '../src/index.ts'
import type {
  ExplainSignatureOptions,
  HeadersLike,
  SignatureCauseKind,
  SignatureExplanation,
  WebhookScheme,
} from '../src/index.ts'
import { loadEachPath } from './support/crypto-paths.ts'
import { OTHER_SECRET, PATH, PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const NOW_MS = 1_790_000_000_000
const TIMESTAMP = String(NOW_MS)
const SCHEMES: readonly WebhookScheme[] = ['body', 'request']
const BODY = JSON.stringify({ ...PAYMENT, note: 'café', url: 'https://shop' })
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What is signed, by node:crypto alone. Without a path in the `body` scheme. */
interface Signed {
  readonly timestamp?: string
  readonly path?: string
  readonly body?: string | Uint8Array
  readonly secret?: string
  readonly scheme?: WebhookScheme
}

/** What is received and verified. */
interface Received {
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string | undefined
  readonly body?: string | Uint8Array
}

function signature({ body = BODY, scheme = 'request', ...parts }: Signed): string {
  const { timestamp = TIMESTAMP, path = PATH, secret = SECRET } = parts
  const hmac = crypto.createHmac('sha256', secret).update(`${timestamp}\n`)
  if (scheme === 'body') return hmac.update(body).digest('base64')
  const hash = crypto.createHash('sha256').update(body).digest('base64')
  return hmac.update(`POST\n${path}\n${hash}`).digest('base64')
}

async function explain(
  signed: Signed,
  received: Received = {},
  options: Partial<ExplainSignatureOptions> = {},
): Promise<SignatureExplanation> {
  const { body = BODY, headers = {} } = received
  const path = 'path' in received ? received.path : PATH
  const all = { 'x-timestamp': TIMESTAMP, 'x-signature': signature(signed), ...headers }
  const explanation = await explainSignature(
    { headers: all, body, path },
    { apiSecret: SECRET, now: () => NOW_MS, ...options },
  )
  const text = JSON.stringify(explanation)
  for (const hidden of [SECRET, all['x-signature'], PAYMENT.merchantOrderId]) {
    if (hidden !== '') expect(text).not.toContain(hidden)
  }
  for (const { advice } of explanation.causes) expect(advice).toMatch(/^[A-Z].{20,}\.$/)
  return explanation
}

const kindsOf = ({ causes }: SignatureExplanation): readonly SignatureCauseKind[] =>
  causes.map(({ kind }) => kind)

async function expectProof(
  kinds: readonly SignatureCauseKind[],
  ...parts: Parameters<typeof explain>
): Promise<SignatureExplanation> {
  const explanation = await explain(...parts)
  expect({ kinds: kindsOf(explanation), isProven: explanation.match !== undefined }).toEqual({
    kinds,
    isProven: true,
  })
  return explanation
}

async function expectGuess(
  kinds: readonly SignatureCauseKind[],
  ...parts: Parameters<typeof explain>
): Promise<void> {
  const explanation = await explain(...parts)
  expect({ kinds: kindsOf(explanation), match: explanation.match }).toEqual({
    kinds,
    match: undefined,
  })
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a signature that holds', () => {
  it.each(SCHEMES)('needs no explanation, and its secret is named: %s', async (scheme) => {
    const options = { apiSecret: [OTHER_SECRET, SECRET] }
    expect(await explain({ scheme }, {}, options)).toEqual({
      reason: undefined,
      match: { scheme, path: scheme === 'body' ? undefined : PATH, secretIndex: 1 },
      causes: [],
      skewMs: 0,
      tried: {
        schemes: ['request', 'body'],
        paths: [PATH],
        secretCount: 2,
        bodyBytes: utf8(BODY).byteLength,
        contentEncoding: '',
      },
    })
  })

  it.each<[SignatureCauseKind, 'stale' | 'future', number]>([
    ['clock-behind', 'stale', 300_001],
    ['clock-ahead', 'future', -300_001],
  ])('but not its time: %s', async (kind, reason, skewMs) => {
    const options = { now: () => NOW_MS + skewMs }
    const explanation = await expectProof([kind], {}, {}, options)
    expect(explanation).toMatchObject({ reason, skewMs })
    await expectProof([], {}, {}, { ...options, toleranceMs: 300_001 })
  })

  it('is one although the body is no event', async () => {
    expect(await explain({ body: '[]' }, { body: '[]' })).toMatchObject({
      reason: undefined,
      causes: [],
    })
  })
})

describe('the path', () => {
  it.each<[SignatureCauseKind, string, string]>([
    ['path-trailing-slash', `${PATH}/`, PATH],
    ['path-trailing-slash', PATH, `${PATH}/`],
    ['path-trailing-slash', '/a', '/a/'],
    ['path-case', '/webhook/payment', '/Webhook/Payment'],
    ['path-prefix', '/prod/webhook', '/webhook'],
    ['path-prefix', '/webhook', '/prod/webhook'],
    ['path-prefix', '/webhook', '/my/own/stage/webhook'],
    ['path-decoded', '/hook/a b', '/hook/a%20b'],
    ['path-decoded', '/caf%C3%A9', '/café'],
    ['path-with-query', `${PATH}?shop=1`, `${PATH}?shop=1`],
    ['path-with-host', `https://shop.example${PATH}`, `https://shop.example${PATH}`],
  ])('%s: signed %s, verified %s', async (kind, signed, received) => {
    const { reason, match } = await expectProof([kind], { path: signed }, { path: received })
    expect(reason).toBe('mismatch')
    expect(match).toEqual({
      scheme: 'request',
      path: signed.replaceAll(/[^!-~]/g, '?'),
      secretIndex: 0,
    })
  })

  it('that differs in two ways is found', async () => {
    const kinds = ['path-trailing-slash', 'path-prefix'] as const
    await expectProof(kinds, { path: '/prod/webhook/' }, { path: '/webhook' })
    await expectProof(
      ['path-with-host', 'path-with-query'],
      { path: 'https://shop.example/a?b=1' },
      { path: 'https://shop.example/a?b=1' },
    )
  })

  const callbackUrl = `https://shop.example/Pay${PATH}?a=1`
  it.each<[string, readonly SignatureCauseKind[], string, Received]>([
    ['the callback URL as it stands', [], `/Pay${PATH}`, {}],
    ['it in lower case', ['path-case'], `/pay${PATH}`, {}],
    ['it with its query', ['path-with-query'], `/Pay${PATH}?a=1`, {}],
    ["the request's own path", ['path-other'], '/elsewhere', { path: '/elsewhere' }],
  ])('is compared with %s', async (_, kinds, path, received) => {
    await expectProof(kinds, { path }, received, { callbackUrl })
  })

  it('is named after the nearest of several callback URLs', async () => {
    const urls = [
      'https://shop.example/elsewhere',
      'https://shop.example/api/hook',
      'https://shop.example/hook',
    ]
    await expectProof(['path-trailing-slash'], { path: '/hook/' }, {}, { callbackUrl: urls })
  })

  it.each<[SignatureCauseKind, string, string, string]>([
    ['path-prefix', 'x-forwarded-prefix', '/shop-7', `/shop-7${PATH}`],
    ['path-other', 'x-original-uri', '/outside?a=1', '/outside'],
    ['path-other', 'x-original-url', 'https://shop.example/outside', '/outside'],
    ['path-other', 'x-envoy-original-path', '/outside', '/outside'],
  ])('%s is found where a proxy says so in %s', async (kind, name, value, path) => {
    await expectProof([kind], { path }, { headers: { [name]: value } })
  })

  it('that is missing is named, and found where a header knows it', async () => {
    const path = undefined
    await expectGuess(['path-missing', 'path-or-secret', 'body-re-serialised'], {}, { path })
    await expectProof(['path-missing'], {}, { path, headers: { 'x-forwarded-uri': PATH } })
    await expectProof([], { scheme: 'body' }, { path })
  })

  it("of the provider's API is a captured request, also when its signature is none", async () => {
    const path = '/api/v1/merchants/1000/orders'
    const request = { method: 'POST', path, body: BODY, timestamp: TIMESTAMP }
    const headers = { 'x-signature': await signRequest(request, SECRET) }
    const { reason } = await expectProof(['api-request'], {}, { path, headers })
    expect(reason).toBe('api-path')
    const wrong = { secret: OTHER_SECRET, path }
    await expectGuess(['api-request', 'path-or-secret', 'body-re-serialised'], wrong, { path })
  })

  it('that cannot be decoded, or has half a character, is no error', async () => {
    for (const path of ['/%E0%A4%A', '/\uD800', '']) {
      await expectGuess(
        ['path-or-secret', 'body-re-serialised'],
        { secret: OTHER_SECRET },
        { path },
      )
    }
  })
})

describe.each(SCHEMES)('the body, signed in the scheme %s', (scheme) => {
  const value: unknown = JSON.parse(BODY)
  it.each<[SignatureCauseKind, string, string | Uint8Array]>([
    ['body-re-serialised', BODY.replaceAll(/":/g, '": ').replaceAll(/,"/g, ', "'), BODY],
    ['body-re-serialised', BODY.replaceAll('/', String.raw`\/`), BODY],
    ['body-re-serialised', BODY.replace('é', String.raw`\u00e9`), BODY],
    ['body-re-serialised', BODY, JSON.stringify(value, null, 2)],
    ['body-re-serialised', '{"a":{"b":[1],"c":2},"d":3}', '{"d":3,"a":{"c":2,"b":[1]}}'],
    ['body-pretty-printed', JSON.stringify(value, null, 2), BODY],
    ['body-pretty-printed', JSON.stringify(value, null, '\t'), BODY],
    ['body-trimmed', BODY, `${BODY}\n`],
    ['body-trimmed', `${BODY}\n`, BODY],
    ['body-trimmed', `\uFEFF${BODY}`, BODY],
    ['body-trimmed', BODY, `\uFEFF${BODY}`],
    ['body-line-breaks', '{\r\n"a": 1}', '{\n"a": 1}'],
    ['body-line-breaks', '{\n"a": 1}', '{\r\n"a": 1}'],
    ['body-decoded', BODY, Buffer.from(utf8(BODY)).toString('latin1')],
  ])('%s', async (kind, signed, received) => {
    await expectProof([kind], { scheme, body: signed }, { body: received })
  })

  it.each([
    ['gzip', gzipSync(BODY), {}],
    ['gzip', gzipSync(BODY), { 'content-encoding': 'gzip' }],
    ['deflate', deflateSync(BODY), { 'content-encoding': 'deflate' }],
    ['raw deflate', deflateRawSync(BODY), { 'content-encoding': 'deflate' }],
  ])('content-encoding, signed before it was compressed: %s', async (_, body, headers) => {
    await expectProof(['content-encoding'], { scheme }, { body, headers })
  })

  it('content-encoding and another path, together', async () => {
    const isPathSigned = scheme === 'request'
    await expectProof(
      isPathSigned ? ['content-encoding', 'path-prefix'] : ['content-encoding'],
      { scheme, path: '/prod/webhook' },
      { body: gzipSync(BODY), path: '/webhook' },
    )
  })
})

describe('the body without proof', () => {
  const wrong = { secret: OTHER_SECRET }
  const spaced = '{"a": 1 }'
  const encoded = { 'content-encoding': 'gzip' }
  it.each<[string, readonly SignatureCauseKind[], Received]>([
    ['nothing tells of it', ['path-or-secret'], { body: spaced }],
    ['it is as a serialiser writes', ['path-or-secret', 'body-re-serialised'], { body: BODY }],
    ['it is empty', ['body-empty', 'path-or-secret'], { body: '' }],
    [
      'it was signed compressed, and decompressed on its way',
      ['content-encoding', 'path-or-secret'],
      { body: spaced, headers: encoded },
    ],
    [
      'it is compressed in a way that cannot be undone',
      ['content-encoding', 'path-or-secret'],
      { body: new Uint8Array([1, 2, 255]), headers: { 'content-encoding': 'br' } },
    ],
    [
      'it is gzip that breaks off',
      ['content-encoding', 'path-or-secret'],
      { body: gzipSync(BODY).subarray(0, 40) },
    ],
    [
      'it is not compressed',
      ['path-or-secret'],
      { body: spaced, headers: { 'content-encoding': 'identity' } },
    ],
    [
      'it is not as long as its header says',
      ['body-changed', 'path-or-secret'],
      { body: spaced, headers: { 'content-length': '523' } },
    ],
    [
      'it is as long as its header says',
      ['path-or-secret'],
      { body: spaced, headers: { 'content-length': String(spaced.length) } },
    ],
    [
      'it has characters that stand for others',
      ['body-decoded', 'path-or-secret'],
      { body: '{"a": "caf\uFFFD" }' },
    ],
    [
      'it is nested without end',
      ['path-or-secret'],
      { body: `${'['.repeat(30_000)}${']'.repeat(30_000)}` },
    ],
    [
      'it is larger than any webhook',
      ['path-or-secret'],
      { body: `{"a":"${'b'.repeat(70_000)}"}` },
    ],
    ['it is no JSON', ['path-or-secret'], { body: 'a=1' }],
  ])('%s', async (_, kinds, received) => {
    await expectGuess(kinds, wrong, received)
  })

  it('is not decompressed where the runtime cannot', async () => {
    vi.stubGlobal('DecompressionStream', undefined)
    await expectGuess(['content-encoding', 'path-or-secret'], {}, { body: gzipSync(BODY) })
  })

  it('is not decompressed without end', async () => {
    const bomb = '0'.repeat(1_048_577)
    await expectGuess(
      ['content-encoding', 'path-or-secret'],
      { body: bomb },
      { body: gzipSync(bomb) },
    )
    const most = bomb.slice(1)
    await expectProof(['content-encoding'], { body: most }, { body: gzipSync(most) })
  })
})

describe('the secret', () => {
  it.each<[readonly SignatureCauseKind[], string]>([
    [['secret-white-space'], ` ${SECRET}\n`],
    [['secret-white-space'], `\uFEFF${SECRET}`],
    [['secret-quotes'], `"${SECRET}"`],
    [['secret-white-space', 'secret-quotes'], `'${SECRET}' `],
  ])('%j', async (kinds, apiSecret) => {
    const { match } = await expectProof(kinds, {}, {}, { apiSecret: [OTHER_SECRET, apiSecret] })
    expect(match?.secretIndex).toBe(1)
  })

  it('cannot be told from the path, unless the path does not count', async () => {
    const wrong = { secret: OTHER_SECRET, body: '{"a": 1 }' }
    const received = { body: '{"a": 1 }' }
    await expectGuess(['path-or-secret'], wrong, received)
    await expectGuess(['path-or-secret'], wrong, received, { scheme: 'request' })
    await expectGuess(['wrong-secret'], wrong, received, { scheme: 'body' })
    await expectGuess(['path-or-secret'], { ...wrong, secret: SECRET, path: '/other' }, received)
  })
})

describe('the scheme', () => {
  it.each<[WebhookScheme, WebhookScheme]>([
    ['body', 'request'],
    ['request', 'body'],
  ])('%s is found where %s is pinned', async (scheme, pinned) => {
    const { match } = await expectProof(['other-scheme'], { scheme }, {}, { scheme: pinned })
    expect(match?.scheme).toBe(scheme)
    await expectProof([], { scheme }, {}, { scheme })
  })
})

describe('the headers', () => {
  const seconds = TIMESTAMP.slice(0, 10)
  it.each<[SignatureCauseKind, Record<string, string>]>([
    ['header-missing', { 'x-timestamp': '' }],
    ['header-missing', { 'x-signature': '' }],
  ])('%s', async (kind, headers) => {
    await expectGuess([kind], {}, { headers })
  })

  it.each<[readonly SignatureCauseKind[], string, string]>([
    [['timestamp-in-seconds'], seconds, TIMESTAMP],
    [['timestamp-in-seconds'], seconds, seconds],
    [['timestamp-malformed'], `${TIMESTAMP}000`, `${TIMESTAMP}000`],
    [['timestamp-malformed'], '2026-09-21T14:13:20Z', '2026-09-21T14:13:20Z'],
    [['header-repeated'], TIMESTAMP, `${TIMESTAMP}, ${TIMESTAMP}`],
  ])('%j: signed %s, sent %s', async (kinds, timestamp, sent) => {
    await expectProof(kinds, { timestamp }, { headers: { 'x-timestamp': sent } })
  })

  it('with an odd timestamp and a signature of something else', async () => {
    const body = '{"a": 1 }'
    const wrong = { secret: OTHER_SECRET, body }
    const sent = (timestamp: string): Received => ({ body, headers: { 'x-timestamp': timestamp } })
    await expectGuess(['timestamp-in-seconds', 'path-or-secret'], wrong, sent(`${seconds}.123`))
    await expectGuess(['timestamp-malformed', 'path-or-secret'], wrong, sent('1'.repeat(65)))
  })

  it('with a signature that is none', async () => {
    const received = { body: '{"a": 1 }', headers: { 'x-signature': 'signed, honestly' } }
    await expectGuess(['header-repeated', 'signature-malformed', 'path-or-secret'], {}, received)
  })

  it('may be a Headers object', async () => {
    const headers = new Headers({ 'x-timestamp': TIMESTAMP, 'x-signature': signature({}) })
    const webhook = { headers, body: BODY, path: `${PATH}/` }
    const explanation = await explainSignature(webhook, { apiSecret: SECRET, now: () => NOW_MS })
    expect(kindsOf(explanation)).toEqual(['path-trailing-slash'])
  })
})

describe('an option', () => {
  it.each<[RegExp, object]>([
    [/^apiSecret must be a text/, { apiSecret: undefined }],
    [/^apiSecret must be a text/, { apiSecret: [SECRET, ' '] }],
    [/^apiSecret must be a text/, { apiSecret: [5] }],
    [/^apiSecret must not be an empty list/, { apiSecret: [] }],
    [/^scheme must be one of/, { scheme: 'both' }],
    [/^toleranceMs must be/, { toleranceMs: -1 }],
    [/^callbackUrl must be an absolute/, { callbackUrl: '/webhook' }],
  ])('that is wrong is named: %s', async (message, options) => {
    await expect(explain({}, {}, options)).rejects.toThrow(message)
  })

  it('of a webhook, too', async () => {
    await expect(explain({}, { path: 5 as unknown as string })).rejects.toThrow(/^path must be/)
    const body = { parsed: true } as unknown as string
    const webhook = { headers: {}, body, path: PATH }
    await expect(explainSignature(webhook, { apiSecret: SECRET })).rejects.toThrow(/^body must be/)
  })

  it('may be those of a receiver, and time is the present by default', async () => {
    const timestamp = String(Date.now())
    const webhook = { timestamp, body: BODY, path: PATH, scheme: 'request' } as const
    const headers = {
      'x-timestamp': timestamp,
      'x-signature': await signWebhook(webhook, SECRET),
    }
    const options = { apiSecret: SECRET, merchantId: '1000', onEvent: () => undefined }
    const { causes, reason } = await explainSignature({ headers, body: BODY, path: PATH }, options)
    expect({ causes, reason }).toEqual({ causes: [], reason: undefined })
  })
})

describe('by either crypto', () => {
  it('the same is found', async () => {
    for (const { path: loaded, core } of await loadEachPath()) {
      const headers = { 'x-timestamp': TIMESTAMP, 'x-signature': signature({ path: '/prod/hook' }) }
      const webhook = { headers, body: BODY, path: '/hook' }
      const { causes } = await core.explainSignature(webhook, {
        apiSecret: SECRET,
        now: () => NOW_MS,
      })
      expect({ loaded, kinds: causes.map(({ kind }) => kind) }).toEqual({
        loaded,
        kinds: ['path-prefix'],
      })
    }
  })
})

describe('of what a stranger sends', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a'.repeat(5000), ',', '%'))
  const path = fc.oneof(
    text.map((tail) => `/${tail}`),
    fc
      .array(fc.constantFrom('/', 'prod', '%2F', '%', 'é', '?a=1', '..'), { maxLength: 3000 })
      .map((parts) => parts.join('')),
  )
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => gzipSync(bytes)),
    fc.json().map(utf8),
    fc.nat({ max: 60_000 }).map((depth) => utf8('['.repeat(depth) + ']'.repeat(depth))),
    fc.constantFrom(utf8(`[${'[[[[]]]],'.repeat(7000)}0]`), utf8('"\u00E9'.repeat(20_000))),
  )
  const headers = fc
    .dictionary(
      fc.constantFrom(
        'x-timestamp',
        'content-encoding',
        'content-length',
        'x-forwarded-prefix',
        'x-forwarded-uri',
        'x-original-url',
      ),
      text,
    )
    .map(
      (record): HeadersLike => ({
        'x-timestamp': TIMESTAMP,
        'x-signature': signature({ secret: OTHER_SECRET }),
        ...record,
      }),
    )

  it('nothing costs more than a bounded number of hashes, throws, holds, or is repeated', async () => {
    const createHmac = vi.spyOn(process.getBuiltinModule('node:crypto'), 'createHmac')
    let hashes = 0
    const property = fc.asyncProperty(headers, body, path, async (given, bytes, target) => {
      createHmac.mockClear()
      const explanation = await explainSignature(
        { headers: given, body: bytes, path: target },
        { apiSecret: SECRET, callbackUrl: 'https://shop.example/hook', now: () => NOW_MS },
      )
      expect(createHmac.mock.calls.length).toBeLessThanOrEqual(6000)
      hashes += createHmac.mock.calls.length
      expect(explanation.match).toBeUndefined()
      // Nothing of the request is in it but the paths and a content-encoding of ordinary letters.
      expect(JSON.stringify(explanation).length).toBeLessThan(4000)
      expect(explanation.tried.contentEncoding).toMatch(/^[a-z, -]{0,32}$/i)
    })
    await fc.assert(property, { numRuns: 60 })
    expect(hashes).toBeGreaterThan(0)
  })
})
