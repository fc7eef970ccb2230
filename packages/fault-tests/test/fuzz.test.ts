/**
 * The fuzz finds nothing in core's receiver, and something in each of these broken ones.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core'
import type { WebhookBody } from '@paystablecoin/core'
import { describe, expect, it } from 'vitest'
import { fuzz } from '../src/fuzz/run-fuzz.ts'
import type { CreateReceiver } from '../src/fuzz/run-case.ts'
import { REASONS } from '../src/fuzz/webhook-case.ts'

const SEED = 20_261_126

it('finds no difference between the receiver and the oracle, and sees every reason', async () => {
  const { counts, mismatch } = await fuzz({ seed: SEED, count: 2_000 })
  expect(mismatch).toBeUndefined()
  expect(new Set(counts.keys())).toEqual(new Set(REASONS))
})

it('makes the same webhooks of the same seed', async () => {
  const [first, second, other] = [
    await fuzz({ seed: SEED, count: 300 }),
    await fuzz({ seed: SEED, count: 300 }),
    await fuzz({ seed: SEED + 1, count: 300 }),
  ]
  expect(second).toEqual(first)
  expect(other).not.toEqual(first)
})

type Request = Parameters<ReturnType<CreateReceiver>['receive']>[0]

/** A receiver that changes a request before it looks at it. */
function changing(change: (request: Request) => Partial<Request>): CreateReceiver {
  return (options) => {
    const { receive } = createWebhookReceiver(options)
    return { receive: (request) => receive({ ...request, ...change(request) }) }
  }
}

function parsedAndWritten(body: WebhookBody): WebhookBody {
  if (!(body instanceof Uint8Array)) return body
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(body)))
  } catch {
    return body
  }
}

const BROKEN: Readonly<Record<string, CreateReceiver>> = {
  'takes a timestamp one millisecond outside the tolerance': ({ toleranceMs = 0, ...options }) =>
    createWebhookReceiver({ ...options, toleranceMs: toleranceMs + 1 }),
  'rejects a timestamp on the edge of the tolerance': ({ toleranceMs = 0, ...options }) =>
    createWebhookReceiver({ ...options, toleranceMs: Math.max(0, toleranceMs - 1) }),
  'takes every scheme where one is pinned': (options) =>
    createWebhookReceiver({ ...options, scheme: 'auto' }),
  'takes the first secret only': ({ apiSecret, ...options }) =>
    createWebhookReceiver({ ...options, apiSecret: [apiSecret].flat().slice(0, 1) }),
  'takes every merchant': (options) => createWebhookReceiver({ ...options, merchantId: undefined }),
  'takes one byte too many': ({ maxBodyBytes = 0, ...options }) =>
    createWebhookReceiver({ ...options, maxBodyBytes: maxBodyBytes + 1 }),
  'takes a path without its last slash': changing(({ path }) => ({
    path: path.replace(/(.)\/$/, '$1'),
  })),
  'decodes the path': changing(({ path }) => ({ path: path.replaceAll('%20', ' ') })),
  'parses the body and writes it again': changing(({ body }) => ({ body: parsedAndWritten(body) })),
  'loses a BOM': changing(({ body }) => ({
    body: body instanceof Uint8Array && body[0] === 0xef ? body.subarray(3) : body,
  })),
  'answers 500 to all it rejects': (options) => {
    const { receive } = createWebhookReceiver(options)
    return {
      receive: async (request) => {
        const reply = await receive(request)
        return reply.status === 401 ? { ...reply, status: 500 } : reply
      },
    }
  },
}

describe('finds a receiver that', () => {
  it.each(Object.entries(BROKEN))('%s', async (_, createReceiver) => {
    const { mismatch } = await fuzz({ seed: SEED, count: 20_000, createReceiver })
    expect(mismatch).toMatchObject({ recipe: { index: expect.any(Number) } })
    expect(mismatch?.recipe.changes.length).toBeLessThanOrEqual(2)
  })
})
