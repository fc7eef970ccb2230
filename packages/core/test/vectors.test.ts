import { describe, expect, it } from 'vitest'
import vectorFile from '../../adapter-contract/vectors/signing.json' with { type: 'json' }
import type { SignatureReason, WebhookScheme } from '../src/index.ts'
import { loadEachPath } from './support/crypto-paths.ts'
import type { LoadedCore } from './support/crypto-paths.ts'
import { changeCharacter } from './support/webhook-fixtures.ts'

interface Vector {
  readonly kind: string
  readonly secret: string
  readonly timestamp: string
  readonly signature: string
  readonly path?: string | undefined
  readonly query?: string | undefined
  readonly body?: string | undefined
}

const VECTORS: readonly Vector[] = vectorFile.vectors
const REQUESTS = VECTORS.filter(({ kind }) => !kind.startsWith('webhook-'))
const WEBHOOKS = VECTORS.filter(({ kind }) => kind.startsWith('webhook-'))

const methodOf = ({ kind }: Vector): string => (kind === 'post' ? 'POST' : 'GET')
const schemeOf = ({ kind }: Vector): WebhookScheme => (kind === 'webhook-body' ? 'body' : 'request')

/** The vector with one character of one part changed. */
function change(
  vector: Vector,
  part: 'signature' | 'timestamp' | 'secret' | 'path' | 'query' | 'body',
  index: number,
): Vector {
  return { ...vector, [part]: changeCharacter(vector[part] ?? '', index) }
}

const oneByteOff = (vector: Vector): readonly (readonly [string, Vector])[] => [
  ['first character of the signature', change(vector, 'signature', 0)],
  ['last character before the padding', change(vector, 'signature', 42)],
  ['last digit of the timestamp', change(vector, 'timestamp', 12)],
  ['last character of the secret', change(vector, 'secret', vector.secret.length - 1)],
  ...(vector.path === undefined
    ? []
    : [['path', change(vector, 'path', vector.path.length - 1)] as const]),
  ...(vector.query === undefined ? [] : [['query', change(vector, 'query', 0)] as const]),
  ...(vector.body === undefined
    ? []
    : [['body', change(vector, 'body', vector.body.length - 2)] as const]),
]

const verifyOf = (
  { verifyRequest, verifyWebhook }: LoadedCore['core'],
  vector: Vector,
): Promise<unknown> => {
  const options = { apiSecret: vector.secret, now: () => Number(vector.timestamp) }
  const { timestamp, signature, path = '', query, body } = vector
  if (vector.kind.startsWith('webhook-')) {
    const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
    const webhook = { headers, body: body ?? '', path: vector.path }
    return verifyWebhook(webhook, { ...options, scheme: schemeOf(vector) })
  }
  return verifyRequest(
    { method: methodOf(vector), path, query, body, timestamp, signature },
    options,
  )
}

it('are as many as were computed', () => {
  expect(REQUESTS).toHaveLength(36)
  expect(WEBHOOKS).toHaveLength(24)
})

describe.each(await loadEachPath())('by $path crypto', ({ core }) => {
  describe.each(REQUESTS.map((vector, index) => ({ index, ...vector })))(
    'request vector $index ($kind)',
    (vector) => {
      it('signs to its signature', async () => {
        const { path = '', query, body, timestamp } = vector
        const request = { method: methodOf(vector), path, query, body, timestamp }
        expect(await core.signRequest(request, vector.secret)).toBe(vector.signature)
      })
    },
  )

  describe.each(WEBHOOKS.map((vector, index) => ({ index, ...vector })))(
    'webhook vector $index ($kind)',
    (vector) => {
      it('signs to its signature', async () => {
        const { timestamp, body = '', path } = vector
        const webhook = { timestamp, body, path, scheme: schemeOf(vector) }
        expect(await core.signWebhook(webhook, vector.secret)).toBe(vector.signature)
      })

      it('gives the event whatever scheme is asked for, the other one excepted', async () => {
        const { timestamp, body = '', path, signature, secret } = vector
        const scheme = schemeOf(vector)
        const webhook = {
          headers: { 'x-timestamp': timestamp, 'x-signature': signature },
          body,
          path: path ?? '/webhook',
        }
        const options = { apiSecret: secret, now: () => Number(timestamp) }
        const event = await core.verifyWebhook(webhook, options)
        expect(event).toMatchObject({
          source: 'webhook',
          scheme,
          timestamp,
          secretIndex: 0,
          rawBody: body,
        })
        const other = scheme === 'body' ? 'request' : 'body'
        await expect(
          core.verifyWebhook(webhook, { ...options, scheme: other }),
        ).rejects.toMatchObject({
          reason: 'mismatch',
        })
      })
    },
  )

  describe.each(VECTORS.map((vector, index) => ({ index, ...vector })))(
    'vector $index ($kind)',
    (vector) => {
      it('verifies', async () => {
        await verifyOf(core, vector)
      })

      it('is refused one byte off in any part', async () => {
        const reasons: SignatureReason[] = ['mismatch', 'malformed-signature']
        const changed = oneByteOff(vector)
        expect(changed.length).toBeGreaterThanOrEqual(5)
        for (const [part, wrong] of changed) {
          const error: unknown = await verifyOf(core, wrong).catch((error: unknown) => error)
          expect(error, part).toMatchObject({ name: 'SignatureError' })
          expect(reasons, part).toContain((error as { reason: SignatureReason }).reason)
        }
      })
    },
  )
})
