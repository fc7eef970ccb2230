import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { createReconciler, createWebhookReceiver } from '../src/index.ts'
import type { Client } from '../src/index.ts'
import { toLine, toSafeLine } from '../src/shared/foreign-text.ts'
import {
  API_SECRET,
  answer,
  createScriptedApi,
  ORDER_ID,
  orderParams,
} from './support/scripted-api.ts'
import type { SentRequest, Step } from './support/scripted-api.ts'
import { PATH, PAYMENT, SECRET, signedHeaders } from './support/webhook-fixtures.ts'

const INVISIBLE = /[\p{C}\u2028\u2029]/u
// A line break of each kind, an escape sequence in both spellings, a NUL, a text direction, a lone surrogate.
const HOSTILE = 'no\r\n\u0085\u2028\u2029\u001b[31m\u009b31m\u0000\u202e\u200b\ud800 !'
const DIGEST = `${'aB3+/'.repeat(8)}xyz=`

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )

describe('toLine', () => {
  it('is on one line, without what cannot be seen', () => {
    expect(toLine(HOSTILE)).toBe('no [31m 31m !')
  })

  it('keeps other text as it is', () => {
    expect(toLine('café ☕ 支払い 🛒 (1.00 < 2.00)')).toBe('café ☕ 支払い 🛒 (1.00 < 2.00)')
  })

  it('has 200 characters at most, and no half of one', () => {
    expect(toLine('x'.repeat(300))).toBe('x'.repeat(200))
    expect(toLine(`${'x'.repeat(199)}🛒`)).toBe(`${'x'.repeat(199)} `)
  })
})

describe('toSafeLine', () => {
  it.each<[string, string, string]>([
    ['a signature', `mismatch: expected ${DIGEST}`, 'mismatch: expected …'],
    ['a signature in a URL', `got ${encodeURIComponent(DIGEST)}!`, 'got …!'],
    ['a signature in hexadecimal', `got ${'0f'.repeat(32)}`, 'got …'],
    ['a body', 'invalid: {"merchantOrderId":"A"} at 1', 'invalid: …'],
    ['the secret', `signed with ${API_SECRET}, not ours`, 'signed with …, not ours'],
    [
      'a signature at the end of what is kept',
      `${'x '.repeat(95)}${DIGEST}`,
      `${'x '.repeat(95)}…`,
    ],
  ])('leaves out %s', (_name, text, expected) => {
    expect(toSafeLine(text, API_SECRET)).toBe(expected)
  })

  it('keeps an id', () => {
    expect(toSafeLine(`order ${ORDER_ID} not found`, API_SECRET)).toBe(
      `order ${ORDER_ID} not found`,
    )
  })
})

describe("the provider's text in an error", () => {
  /** Refuses with words that are made of the request. */
  const echo =
    (words: (request: SentRequest) => string, field = 'message'): Step =>
    (request) =>
      Response.json({ code: '40001', [field]: words(request) })

  it.each(['message', 'msg'])('is cleaned: %s', async (field) => {
    const { client } = createScriptedApi([echo(() => HOSTILE, field)])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ providerMessage: 'no [31m 31m !' })
    expect(String(error)).not.toMatch(INVISIBLE)
  })

  it('never repeats a signature, the secret or a body', async () => {
    const { client, sent, clock } = createScriptedApi([
      echo(({ headers, body }) => `bad ${headers.get('x-signature')} ${API_SECRET} ${body}`),
    ])
    const error = await caught(client.orders.create(orderParams(clock)))
    expect(error).toMatchObject({ providerCode: '40001', providerMessage: 'bad … … …' })
    const seen = `${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`
    for (const secret of [sent[0]?.headers.get('x-signature'), API_SECRET, '99.99']) {
      expect(seen).not.toContain(secret)
    }
  })

  it('is left out when nothing of it can be seen', async () => {
    const { client } = createScriptedApi([echo(() => '\u0000\n')])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ providerMessage: undefined })
  })

  it.each(['1\n001', '4000\u0000', '\u202e0001', '4 001'])(
    'is no code when it holds what a code cannot: %j',
    async (code) => {
      const { client } = createScriptedApi([() => Response.json({ code, message: 'no' })])
      const error = await caught(client.orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ name: 'ResponseError', reason: 'no-code' })
    },
  )

  it('is cleaned in a content type', async () => {
    const type = `text/html\u001b[31m; boundary=${DIGEST}`
    const { client } = createScriptedApi([answer(403, '<html>', { 'content-type': type })])
    const error = await caught(client.orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ contentType: 'text/html [31m; …' })
    expect(String(error)).not.toMatch(INVISIBLE)
    expect(String(error)).not.toContain(DIGEST)
  })
})

describe('the default log line', () => {
  it('of a receiver is one line, whatever the event names, and ends with the error', async () => {
    const failure = new Error('the handler failed')
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const receiver = createWebhookReceiver({
      apiSecret: SECRET,
      acknowledge: 'after-handler',
      onEvent: () => Promise.reject(failure),
    })
    const merchantOrderId = `%c%s\u2028\u009b${'A'.repeat(9000)}`
    const body = JSON.stringify({ ...PAYMENT, merchantOrderId })
    const headers = await signedHeaders({ body, timestamp: String(Date.now()) })
    await receiver.receive({ headers, body, path: PATH, context: undefined })
    await receiver.idle()
    const [line, id, error] = log.mock.lastCall ?? []
    log.mockRestore()
    expect([line, error]).toEqual(['[paystablecoin] webhook failed', failure])
    expect(id).toMatch(/^\["payment","%c%s A+$/)
    expect(String(id).length).toBeLessThanOrEqual(200)
  })

  it('of a reconciler is one line, whatever the item is called', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const failure = new TypeError('not an id')
    const fail = (): Promise<never> => Promise.reject(failure)
    const client = { orders: { retrieve: fail }, refunds: { retrieve: fail } } as object as Client
    const receiver = createWebhookReceiver({ apiSecret: SECRET, onEvent: () => undefined })
    const pending = () => [{ kind: 'payment' as const, id: '%c\n\u001b[2J' }]
    await createReconciler({ client, receiver, pending }).runOnce()
    const args = log.mock.lastCall
    log.mockRestore()
    expect(args).toEqual(['[paystablecoin] not reconciled:', 'payment %c [2J', failure])
  })
})
