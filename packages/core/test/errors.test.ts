import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  ApiError,
  BodyError,
  InboxEntryError,
  isBodyError,
  isMalformedEventError,
  isPayStablecoinError,
  isSignatureError,
  isWaitError,
  MalformedEventError,
  OrderExistsError,
  PayStablecoinError,
  ResponseError,
  SignatureError,
  signRequest,
  signWebhook,
  TransportError,
  verifyRequest,
  verifyWebhook,
  WaitError,
} from '../src/index.ts'
import type { AnyPayStablecoinError, SignatureReason } from '../src/index.ts'
import { createSignatureError } from '../src/signing/signature-error.ts'
import { createTestReceiver, PATH, SECRET, signedHeaders } from './support/webhook-fixtures.ts'

const REASONS: readonly SignatureReason[] = [
  'missing-timestamp',
  'malformed-timestamp',
  'missing-signature',
  'malformed-signature',
  'api-path',
  'mismatch',
  'stale',
  'future',
]

describe('SignatureError', () => {
  it.each(REASONS)('says what to look at: %s', (reason) => {
    const error = new SignatureError(reason)
    expect(error).toMatchObject({
      name: 'SignatureError',
      code: 'SIGNATURE_ERROR',
      reason,
      skewMs: undefined,
    })
    expect(error.message).toMatch(/^.{30,} Nothing was trusted\.$/)
  })

  it('says by how much a timestamp is off', () => {
    expect(new SignatureError('stale', { skewMs: 300_001 }).message).toContain(
      'It is off by 300001 ms.',
    )
  })
})

describe('the guards', () => {
  const errors = [
    new SignatureError('stale'),
    new MalformedEventError(),
    new BodyError('broken', 'It broke.'),
    new WaitError('aborted', undefined),
  ]

  it('know their own and no other', () => {
    expect(errors.map(isPayStablecoinError)).toEqual([true, true, true, true])
    expect(errors.map(isSignatureError)).toEqual([true, false, false, false])
    expect(errors.map(isMalformedEventError)).toEqual([false, true, false, false])
    expect(errors.map(isBodyError)).toEqual([false, false, true, false])
    expect(errors.map(isWaitError)).toEqual([false, false, false, true])
  })

  it('know an error from another copy of the package', () => {
    class OtherCopy extends Error {
      override readonly name = 'SignatureError'
      constructor() {
        super('from another copy')
        Object.defineProperty(this, Symbol.for('@paystablecoin/error'), { value: true })
      }
    }
    expect(isSignatureError(new OtherCopy())).toBe(true)
    expect(isPayStablecoinError(new OtherCopy())).toBe(true)
  })

  it.each([
    new Error('SignatureError'),
    Object.assign(new Error('a'), { name: 'SignatureError' }),
    { name: 'SignatureError' },
    'SignatureError',
    undefined,
    null,
  ])('do not know %s', (thrown) => {
    expect(isPayStablecoinError(thrown)).toBe(false)
    expect(isSignatureError(thrown)).toBe(false)
  })
})

describe('isPayStablecoinError', () => {
  // That it narrows is checked by the compiler, which reads this file as well.
  const byCode = (error: unknown): string => {
    if (!isPayStablecoinError(error)) return 'another error'
    switch (error.code) {
      case 'API_ERROR':
        return error.providerCode
      case 'RESPONSE_ERROR':
        return `${error.httpStatus}`
      case 'TRANSPORT_ERROR':
        return error.outcome
      case 'ORDER_EXISTS':
        return `${error.amountMatches}`
      case 'WAIT_ERROR':
        return `${error.last?.status}`
      case 'SIGNATURE_ERROR':
      case 'MALFORMED_EVENT':
      case 'MERCHANT_MISMATCH':
      case 'BODY_ERROR':
      case 'DELIVERY_ERROR':
      case 'INBOX_ENTRY_ERROR':
        return error.reason
      case 'IDLE_TIMEOUT':
        return `${error.events}`
      case 'OVERLOADED':
        return error.message
      default:
        return error satisfies never
    }
  }
  const byName = (error: unknown): string =>
    isPayStablecoinError(error) && error.name === 'ApiError' ? error.category : 'none'

  it.each<[Error, string, string]>([
    [new ApiError({ providerCode: '40001', httpStatus: 200 }), '40001', 'not-found'],
    [new ResponseError({ reason: 'empty', httpStatus: 502 }), '502', 'none'],
    [
      new TransportError({ reason: 'network', outcome: 'not-sent', message: 'm' }),
      'not-sent',
      'none',
    ],
    [new OrderExistsError(undefined, 'unknown'), 'unknown', 'none'],
    [new WaitError('deadline', { status: 'INIT' }), 'INIT', 'none'],
    [new SignatureError('stale'), 'stale', 'none'],
    [new MalformedEventError(), 'malformed-event', 'none'],
    [new BodyError('broken', 'It broke.'), 'broken', 'none'],
    [new InboxEntryError('version'), 'version', 'none'],
    [new Error('ApiError'), 'another error', 'none'],
  ])('lets a program branch on the code and the name of %s', (error, ofCode, ofName) => {
    expect(byCode(error)).toBe(ofCode)
    expect(byName(error)).toBe(ofName)
  })

  it('narrows code to the codes of this package', () => {
    const isKnown = (error: AnyPayStablecoinError): boolean =>
      // @ts-expect-error the provider's codes are in providerCode
      error.code === '40001'
    expect(isKnown(new SignatureError('stale'))).toBe(false)
  })
})

describe('PayStablecoinError', () => {
  it('keeps its code and its cause, and shows no mark of its own', () => {
    const cause = new Error('why')
    const error = new PayStablecoinError('API_ERROR', 'What happened.', { cause })
    expect(error).toMatchObject({ name: 'PayStablecoinError', code: 'API_ERROR', cause })
    expect(error).toBeInstanceOf(Error)
    expect(Object.keys(error).toSorted()).toEqual(['code', 'name'])
    expect(JSON.stringify(error)).not.toContain('@paystablecoin')
  })
})

describe('what is refused', () => {
  const body = '{"note":"do not print this"}'
  const timestamp = '1790000000000'
  const secret = 'hush-hush-2yMK_Ye9'

  /** Everything that a log may make of a thrown value. */
  const printed = (thrown: unknown): string =>
    [String(thrown), inspect(thrown, { showHidden: true, depth: 9 }), JSON.stringify(thrown)].join(
      '\n',
    )

  async function failures(): Promise<readonly unknown[]> {
    const headers = await signedHeaders({ body, timestamp, secret })
    const signature = headers['x-signature'] ?? ''
    const request = { method: 'POST', path: PATH, body, timestamp, signature }
    const now = (): number => 0
    const calls = [
      verifyWebhook({ headers, body, path: PATH }, { apiSecret: SECRET }),
      verifyWebhook({ headers, body, path: PATH }, { apiSecret: secret, now }),
      verifyWebhook({ headers, body, path: PATH }, { apiSecret: `${secret} ` }),
      verifyWebhook({ headers, body, path: '/api/v1/merchants/1/orders' }, { apiSecret: SECRET }),
      verifyRequest(request, { apiSecret: SECRET, now }),
      verifyRequest(request, { apiSecret: [secret, `${secret}\n`] }),
      signRequest({ ...request, query: 'a=1' }, secret),
      signWebhook({ body, timestamp, path: 'no path', scheme: 'request' }, secret),
    ]
    const settled = await Promise.allSettled(calls)
    return settled.map((result) => (result.status === 'rejected' ? result.reason : 'no failure'))
  }

  it('never shows a secret, a signature or the body', async () => {
    const { 'x-signature': signature = '' } = await signedHeaders({ body, timestamp, secret })
    for (const failure of await failures()) {
      expect(failure).toBeInstanceOf(Error)
      const text = printed(failure)
      for (const hidden of [secret, SECRET, signature, 'do not print'])
        expect(text).not.toContain(hidden)
    }
  })

  it('shows none of them to onError or to the caller of a webhook', async () => {
    const { send, problems, receiver } = createTestReceiver({ onEvent: () => undefined })
    const signed = { secret, timestamp }
    const replies = [
      await send(body, signed),
      await send(body, { ...signed, path: '/other' }),
      await send('[]'),
    ]
    const text = [replies, problems, receiver].map(printed).join('\n')
    for (const hidden of [secret, SECRET, 'do not print']) expect(text).not.toContain(hidden)
  })
})

describe('a refusal', () => {
  it('is an error without a stack, and leaves the limit of stacks as it was', () => {
    const before = Error.stackTraceLimit
    const refusal = createSignatureError('stale', { skewMs: 300_001 })
    expect(refusal).toBeInstanceOf(SignatureError)
    expect(refusal).toMatchObject({ reason: 'stale', skewMs: 300_001 })
    expect(refusal.stack).not.toContain('\n')
    expect(Error.stackTraceLimit).toBe(before)
    expect(new Error('next').stack).toContain('\n')
  })

  it('is made where the limit may not be changed, too', () => {
    const descriptor = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')
    Object.defineProperty(Error, 'stackTraceLimit', { writable: false })
    try {
      expect(createSignatureError('mismatch')).toMatchObject({
        name: 'SignatureError',
        reason: 'mismatch',
      })
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', descriptor ?? {})
    }
  })
})
