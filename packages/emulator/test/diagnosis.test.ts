/**
 * The classic mistakes of signing: each is named in the response, in the log and on the dashboard.
 *
 * @module
 */
import { createHash, createHmac } from 'node:crypto'
import { signRequest, signWebhook } from '@paystablecoin/core'
import { describe, expect, test } from 'vitest'
import { diagnoseWebhook } from '../src/diagnosis/diagnose-webhook.ts'
import { requestLines, webhookLines } from '../src/diagnosis/signed-text.ts'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import { NOW, ORIGIN, orderBody, STOPPED_CLOCK } from './merchant.ts'

const PREFIX = `/api/v1/merchants/${EMULATOR_MERCHANT.merchantId}`
const ORDERS = `${PREFIX}/orders`
const TIME = String(NOW)
const BODY = orderBody('ORDER_1738112345000', { description: 'café/1' })
const OTHER = {
  merchantId: '2000',
  apiKey: 'PSTGOTHER',
  apiSecret: 'the-secret-of-another-merchant',
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64')
const hmac = (text: string, secret: string = EMULATOR_MERCHANT.apiSecret) =>
  createHmac('sha256', secret).update(text)
const sign = (...lines: string[]) => hmac(lines.join('\n')).digest('base64')

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly body?: string | null
  readonly timestamp?: string
  readonly signature: string
}

async function send(sent: Sent) {
  const { method = 'POST', path = ORDERS, query, timestamp = TIME, signature } = sent
  const { body = method === 'POST' ? BODY : null } = sent
  const emulator = createEmulator({ clock: STOPPED_CLOCK, merchants: [EMULATOR_MERCHANT, OTHER] })
  const answer = await emulator.fetch(`${ORIGIN}${path}${query === undefined ? '' : `?${query}`}`, {
    method,
    body,
    headers: {
      'x-api-key': EMULATOR_MERCHANT.apiKey,
      'x-timestamp': timestamp,
      'x-signature': signature,
    },
  })
  const envelope = (await answer.json()) as {
    code: string
    emulator?: { diagnosis?: { mistakes: string[]; advice: string } }
  }
  const [call] = emulator.calls()
  const { diagnosis } = envelope.emulator ?? {}
  expect(call?.diagnosis).toEqual(diagnosis)
  const dashboard = await (await emulator.fetch(`${ORIGIN}/`)).text()
  if (diagnosis) expect(dashboard).toContain(`<strong>${diagnosis.mistakes.join(', ')}.</strong>`)
  return { code: envelope.code, ...diagnosis }
}

const right = sign(TIME, 'POST', ORDERS, hash(BODY))
const pretty = JSON.stringify(JSON.parse(BODY), null, 2)
const python = JSON.stringify(JSON.parse(BODY), null, 1)
  .replaceAll(/\n\s*/g, ' ')
  .replaceAll(/([{[]) | ([}\]])/g, '$1$2')
const QUERY = 'merchantRefundOrderId=REFUND%2D1'
const refundQuery = { method: 'GET', path: `${PREFIX}/refunds`, query: QUERY }
const ORDER = `${ORDERS}/ORDER_1738112345000`
const orderQuery = { method: 'GET', path: ORDER }

test('a valid signature needs no diagnosis', async () => {
  expect(await send({ signature: right })).toEqual({ code: '00000' })
  const query = sign(TIME, 'GET', `${PREFIX}/refunds`, hash(QUERY))
  expect(await send({ ...refundQuery, signature: query })).toEqual({ code: '40902' })
})

describe('the response names', () => {
  test.each<[string, Sent]>([
    [
      'wrong-secret',
      { signature: hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(BODY)}`, 'no').digest('base64') },
    ],
    [
      'api-key-as-secret',
      {
        signature: hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(BODY)}`, EMULATOR_MERCHANT.apiKey).digest(
          'base64',
        ),
      },
    ],
    [
      'secret-of-another-merchant',
      {
        signature: hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(BODY)}`, OTHER.apiSecret).digest(
          'base64',
        ),
      },
    ],
    ['header-missing', { signature: '' }],
    [
      'timestamp-in-seconds',
      {
        timestamp: TIME.slice(0, 10),
        signature: sign(TIME.slice(0, 10), 'POST', ORDERS, hash(BODY)),
      },
    ],
    ['timestamp-in-microseconds', { timestamp: `${TIME}000`, signature: right }],
    ['timestamp-malformed', { timestamp: new Date(NOW).toISOString(), signature: right }],
    ['signature-unpadded', { signature: right.slice(0, -1) }],
    ['signature-hex', { signature: hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(BODY)}`).digest('hex') }],
    [
      'signature-base64-of-hex',
      { signature: btoa(hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(BODY)}`).digest('hex')) },
    ],
    ['signature-decorated', { signature: `sha256=${right}` }],
    ['signature-malformed', { signature: 'signed, honestly' }],
    ['path-with-host', { signature: sign(TIME, 'POST', `${ORIGIN}${ORDERS}`, hash(BODY)) }],
    ['path-without-prefix', { signature: sign(TIME, 'POST', '/orders', hash(BODY)) }],
    ['path-without-prefix', { signature: sign(TIME, 'POST', ORDERS.slice(1), hash(BODY)) }],
    ['path-trailing-slash', { signature: sign(TIME, 'POST', `${ORDERS}/`, hash(BODY)) }],
    [
      'path-with-query',
      { ...refundQuery, signature: sign(TIME, 'GET', `${PREFIX}/refunds?${QUERY}`) },
    ],
    [
      'path-decoded',
      { method: 'GET', path: `${ORDERS}/a%2Fb`, signature: sign(TIME, 'GET', `${ORDERS}/a/b`) },
    ],
    ['method-lower-case', { signature: sign(TIME, 'post', ORDERS, hash(BODY)) }],
    ['body-pretty-printed', { signature: sign(TIME, 'POST', ORDERS, hash(pretty)) }],
    ['body-re-serialised', { body: pretty, signature: right }],
    ['body-re-serialised', { signature: sign(TIME, 'POST', ORDERS, hash(python)) }],
    [
      'body-re-serialised',
      { signature: sign(TIME, 'POST', ORDERS, hash(BODY.replaceAll('/', '\\/'))) },
    ],
    [
      'body-re-serialised',
      { signature: sign(TIME, 'POST', ORDERS, hash(BODY.replaceAll('é', '\\u00e9'))) },
    ],
    ['body-trimmed', { signature: sign(TIME, 'POST', ORDERS, hash(`${BODY}\n`)) }],
    ['body-not-hashed', { signature: sign(TIME, 'POST', ORDERS, BODY) }],
    [
      'body-hash-in-hex',
      { signature: sign(TIME, 'POST', ORDERS, createHash('sha256').update(BODY).digest('hex')) },
    ],
    ['hash-missing', { signature: sign(TIME, 'POST', ORDERS) }],
    ['hash-of-nothing', { ...orderQuery, signature: sign(TIME, 'GET', ORDER, hash('')) }],
    [
      'query-not-hashed',
      { ...refundQuery, signature: sign(TIME, 'GET', `${PREFIX}/refunds`, QUERY) },
    ],
    [
      'query-with-question-mark',
      { ...refundQuery, signature: sign(TIME, 'GET', `${PREFIX}/refunds`, hash(`?${QUERY}`)) },
    ],
    [
      'query-decoded',
      {
        ...refundQuery,
        signature: sign(TIME, 'GET', `${PREFIX}/refunds`, hash(decodeURIComponent(QUERY))),
      },
    ],
    ['trailing-newline', { signature: sign(TIME, 'POST', ORDERS, hash(BODY), '') }],
    ['webhook-scheme', { signature: sign(TIME, BODY) }],
  ])('%s', async (mistake, sent) => {
    const { code, mistakes, advice } = await send(sent)
    expect(code).toMatch(/^5090[345]$/)
    expect(mistakes).toEqual([mistake])
    expect(advice).not.toContain(EMULATOR_MERCHANT.apiSecret)
  })

  test('signature-url-safe', async () => {
    const body = [...Array(50).keys()]
      .map((index) => orderBody(`ORDER_17381123450${index}`))
      .find((text) => /[+/]/.test(sign(TIME, 'POST', ORDERS, hash(text))))
    const signature = hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(body ?? '')}`).digest('base64url')
    expect(await send({ body: body ?? '', signature })).toMatchObject({
      mistakes: ['signature-url-safe'],
    })
  })

  test.each([
    ['clock-behind', -301_000, 'off by 301.0 seconds'],
    ['clock-ahead', 3_600_000, 'off by 3600.0 seconds'],
  ])('%s, and by how much', async (mistake, offsetMs, words) => {
    const timestamp = String(NOW + offsetMs)
    const signature = sign(timestamp, 'POST', ORDERS, hash(BODY))
    const { code, mistakes, advice } = await send({ timestamp, signature })
    expect(code).toBe('50906')
    expect(mistakes).toEqual([mistake])
    expect(advice).toContain(words)
  })

  test('wrong-secret, however deeply the body is nested', async () => {
    const body = `{"items":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    expect(await send({ body, signature: right })).toMatchObject({ mistakes: ['wrong-secret'] })
  })

  test('two mistakes at once', async () => {
    const signature = hmac(`${TIME}\nPOST\n${ORDERS}\n${hash(pretty)}`).digest('hex')
    expect(await send({ signature })).toMatchObject({
      mistakes: ['signature-hex', 'body-pretty-printed'],
    })
  })
})

describe('the text that is shown', () => {
  test.each([
    ['POST', '', BODY],
    ['GET', '', ''],
    ['GET', QUERY, ''],
  ])('is the one that core signs: %s %s', async (method, query, body) => {
    const parts = { method, path: ORDERS, query, body: new TextEncoder().encode(body) }
    const text = `${TIME}\n${await requestLines(parts)}`
    const request = {
      method,
      path: ORDERS,
      query,
      timestamp: TIME,
      body: body === '' ? undefined : body,
    }
    const signature = await signRequest(request, EMULATOR_MERCHANT.apiSecret)
    expect(hmac(text).digest('base64')).toBe(signature)
  })

  test.each(['request', 'body'] as const)(
    'is the one that core signs: webhook, %s',
    async (scheme) => {
      const text = `${TIME}\n${await webhookLines(scheme, '/hook', BODY)}`
      const webhook = { timestamp: TIME, path: '/hook', body: BODY, scheme }
      const signature = await signWebhook(webhook, EMULATOR_MERCHANT.apiSecret)
      expect(hmac(text).digest('base64')).toBe(signature)
    },
  )
})

describe('a webhook', () => {
  const diagnose = async (
    signed: { path?: string; body?: string; scheme: 'request' | 'body' },
    spell: (signature: string) => string = (signature) => signature,
  ) => {
    const { path = '/hook', body = BODY, scheme } = signed
    const signature = await signWebhook(
      { timestamp: TIME, path, body, scheme },
      EMULATOR_MERCHANT.apiSecret,
    )
    const rejected = {
      timestamp: TIME,
      signature: spell(signature),
      target: `${ORIGIN}/hook`,
      body: new TextEncoder().encode(BODY),
    }
    const options = { apiSecret: EMULATOR_MERCHANT.apiSecret, now: () => NOW }
    const { mistakes, advice, match } = await diagnoseWebhook(rejected, options)
    expect(advice).toMatch(/^[A-Z].+\.$/)
    return { mistakes, isProven: match !== undefined }
  }

  test.each(['request', 'body'] as const)(
    'whose body was parsed and written again, %s',
    async (scheme) => {
      const proof = { mistakes: ['body-re-serialised'], isProven: true }
      expect(await diagnose({ body: python, scheme })).toEqual(proof)
    },
  )

  test('that was sent to another path', async () => {
    expect(await diagnose({ path: '/hook/', scheme: 'request' })).toEqual({
      mistakes: ['path-trailing-slash'],
      isProven: true,
    })
    expect(await diagnose({ path: '/elsewhere', scheme: 'request' })).toEqual({
      mistakes: ['path-or-secret', 'body-re-serialised'],
      isProven: false,
    })
  })

  test('whose signature is written in another way, alone and with another mistake', async () => {
    const toHex = (signature: string) => Buffer.from(signature, 'base64').toString('hex')
    expect(await diagnose({ scheme: 'body' }, toHex)).toEqual({
      mistakes: ['signature-hex'],
      isProven: true,
    })
    expect(await diagnose({ path: '/prod/hook', scheme: 'request' }, toHex)).toEqual({
      mistakes: ['signature-hex', 'path-prefix'],
      isProven: true,
    })
    expect(await diagnose({ scheme: 'body' }, () => 'signed, honestly')).toMatchObject({
      mistakes: expect.arrayContaining(['signature-malformed']),
      isProven: false,
    })
  })
})
