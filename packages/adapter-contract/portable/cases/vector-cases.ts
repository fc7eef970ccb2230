/**
 * The signing vectors, which an implementation in another language computed: signed, verified, and rejected with one character changed.
 *
 * @module
 */
import vectorFile from '../../vectors/signing.json' with { type: 'json' }
import type { WebhookScheme } from '@paystablecoin/core'
import { expectEqual, expectRejection } from '../expect.ts'
import type { Core, PortableCase } from '../portable-case.ts'

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
const PARTS = ['timestamp', 'secret', 'path', 'query', 'body'] as const

function methodOf({ kind }: Vector): string {
  return kind === 'post' ? 'POST' : 'GET'
}

function schemeOf({ kind }: Vector): WebhookScheme | undefined {
  if (kind === 'webhook-body') return 'body'
  return kind === 'webhook-request' ? 'request' : undefined
}

function sign(core: Core, vector: Vector): Promise<string> {
  const { timestamp, path, query, body, secret } = vector
  const scheme = schemeOf(vector)
  if (scheme !== undefined) {
    return core.signWebhook({ timestamp, path, scheme, body: body ?? '' }, secret)
  }
  const request = { method: methodOf(vector), path: path ?? '', query, body, timestamp }
  return core.signRequest(request, secret)
}

async function verify(core: Core, vector: Vector): Promise<void> {
  const { timestamp, signature, path, query, body, secret } = vector
  const scheme = schemeOf(vector)
  const options = { apiSecret: secret, now: () => Number(timestamp) }
  if (scheme === undefined) {
    const request = { method: methodOf(vector), path: path ?? '', query, body }
    return core.verifyRequest({ ...request, timestamp, signature }, options)
  }
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const event = await core.verifyWebhook(
    { headers, body: body ?? '', path },
    { ...options, scheme },
  )
  expectEqual([event.rawBody, event.source], [body ?? '', 'webhook'], 'the event')
}

function replaceCharacter(text: string, index: number): string {
  return text.slice(0, index) + (text[index] === '1' ? '2' : '1') + text.slice(index + 1)
}

/** The vector with one character changed, once for each of its parts and for each end of its signature. */
function oneCharacterOff(vector: Vector): readonly (readonly [string, Vector])[] {
  const { signature } = vector
  const changed: (readonly [string, Vector])[] = [
    ['the first character', { ...vector, signature: replaceCharacter(signature, 0) }],
    ['the last character', { ...vector, signature: replaceCharacter(signature, 42) }],
  ]
  for (const part of PARTS) {
    const text = vector[part] ?? ''
    if (text === '') continue
    changed.push([part, { ...vector, [part]: replaceCharacter(text, text.length - 1) }])
  }
  return changed
}

async function rejectChanges(core: Core, vector: Vector): Promise<void> {
  for (const [part, changed] of oneCharacterOff(vector)) {
    await expectRejection(verify(core, changed), { name: 'SignatureError' }, part)
  }
}

function casesOf(vector: Vector, index: number): readonly PortableCase[] {
  const name = `vector ${index} (${vector.kind})`
  return [
    {
      title: `${name} gives its signature`,
      run: async ({ core }) => expectEqual(await sign(core, vector), vector.signature),
    },
    { title: `${name} verifies`, run: ({ core }) => verify(core, vector) },
    {
      title: `${name} is rejected with one character of any part changed`,
      run: ({ core }) => rejectChanges(core, vector),
    },
  ]
}

export const vectorCases: readonly PortableCase[] = VECTORS.flatMap(casesOf)
