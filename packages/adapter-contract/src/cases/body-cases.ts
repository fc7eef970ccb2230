/**
 * Which bytes a body may have: the signature covers the bytes as they were sent.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import {
  BODY_TOO_LARGE,
  expectAnswer,
  INVALID_SIGNATURE,
  MALFORMED_EVENT,
  RECEIVED,
} from '../support/answers.ts'
import { paymentBody, toBytes } from '../../fixtures/webhooks.ts'
import { accepts, rejects } from './case-builders.ts'

/** A body that differs from what a JSON serialiser writes, and is handed over unchanged. */
function keeps(title: string, body: string): ContractCase {
  return {
    title,
    run: async (t) => {
      const shop = await t.open()
      await expectAnswer(await shop.send({ body }), RECEIVED)
      const [event] = await shop.events.atLeast(1)
      assert.equal(event?.rawBody, body)
    },
  }
}

function ofKind(title: string, kind: string, body: string): ContractCase {
  return {
    title,
    run: async (t) => {
      const shop = await t.open()
      await expectAnswer(await shop.send({ body }), RECEIVED)
      const [event] = await shop.events.atLeast(1)
      assert.equal(event?.kind, kind)
    },
  }
}

function acceptsType(contentType: string): ContractCase {
  const headers = { 'content-type': contentType }
  return accepts(`accepts the content type ${contentType}`, { headers })
}

const LIMIT = { maxBodyBytes: 1000 }
const atLimit = paymentBody().padEnd(1000, ' ')
const notUtf8 = toBytes(paymentBody({ note: '?' }))
notUtf8[notUtf8.indexOf(0x3f)] = 0xff

export const bodyCases: readonly ContractCase[] = [
  rejects('rejects a signed body of 0 bytes', MALFORMED_EVENT, { body: '' }),
  rejects('rejects a body of 0 bytes in the body scheme', MALFORMED_EVENT, {
    body: '',
    scheme: 'body',
  }),
  rejects('rejects text that is not JSON', MALFORMED_EVENT, { body: 'paid=yes' }),
  rejects('rejects JSON that is cut off', MALFORMED_EVENT, { body: paymentBody().slice(0, -1) }),
  rejects('rejects a JSON array', MALFORMED_EVENT, { body: `[${paymentBody()}]` }),
  rejects('rejects a JSON string', MALFORMED_EVENT, { body: '"paid"' }),
  rejects('rejects null', MALFORMED_EVENT, { body: 'null' }),
  rejects('rejects bytes that are not UTF-8', MALFORMED_EVENT, { body: notUtf8 }),
  rejects('distinguishes two bytes that are both not UTF-8', INVALID_SIGNATURE, {
    body: notUtf8,
    change: ({ body }) => {
      body[body.indexOf(0xff)] = 0xfe
    },
  }),

  keeps('keeps a BOM', `\uFEFF${paymentBody()}`),
  keeps('keeps Windows line breaks', `{\r\n${paymentBody().slice(1)}\r\n`),
  keeps('keeps indentation', JSON.stringify(JSON.parse(paymentBody()), null, 2)),
  keeps('keeps trailing zeros of a number', `{"rate":10.00,${paymentBody().slice(1)}`),
  keeps('keeps an integer of 20 digits', `{"n":12345678901234567890,${paymentBody().slice(1)}`),
  keeps('keeps escaped letters', `{"note":"caf\\u00e9",${paymentBody().slice(1)}`),
  keeps('keeps letters of several bytes', paymentBody({ note: 'café ☕ 支払い' })),
  keeps('keeps escaped slashes', `{"url":"https:\\/\\/shop.example",${paymentBody().slice(1)}`),
  keeps('keeps a duplicate key', `{"status":"INIT",${paymentBody().slice(1)}`),
  keeps(
    'keeps the order of keys that look like integers',
    `{"2":0,"1":0,${paymentBody().slice(1)}`,
  ),

  accepts('accepts a body at the limit', { body: atLimit }, LIMIT),
  rejects('rejects a body one byte over the limit', BODY_TOO_LARGE, { body: `${atLimit} ` }, LIMIT),
  accepts('accepts a body at the limit in pieces', { body: atLimit, pieceBytes: 100 }, LIMIT),
  rejects(
    'rejects a body one byte over the limit in pieces',
    BODY_TOO_LARGE,
    { body: `${atLimit} `, pieceBytes: 100 },
    LIMIT,
  ),
  accepts('accepts a body that arrives byte by byte', {
    body: paymentBody({ note: 'café ☕' }),
    pieceBytes: 1,
  }),

  accepts('accepts a webhook without content type', { headers: {} }),
  accepts('accepts a body in pieces without content type', { headers: {}, pieceBytes: 100 }),
  acceptsType('application/json; charset=utf-8'),
  acceptsType('application/json; charset=utf-16'),
  acceptsType('application/vnd.x+json'),
  acceptsType('text/plain'),
  acceptsType('application/x-www-form-urlencoded'),
  acceptsType('multipart/form-data; boundary=x'),
  acceptsType('no type at all'),

  ofKind('hands over a payment', 'payment', paymentBody()),
  ofKind('hands over an object of unknown shape', 'unknown', '{"hello":"world"}'),
  ofKind('hands over an empty object', 'unknown', '{}'),
  ofKind(
    "does not treat an order's fields with a refund's id as a payment",
    'refund',
    paymentBody({ merchantRefundOrderId: 'REFUND_1738112345000' }),
  ),
  ofKind(
    "does not treat an order's fields with a refund's reason as a payment",
    'unknown',
    paymentBody({ refundReason: 'broken' }),
  ),
]
