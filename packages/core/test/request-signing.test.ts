import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SignatureError, signRequest, verifyRequest } from '../src/index.ts'
import type { SignableRequest } from '../src/index.ts'

const SECRET = 'request-secret-2yMK_Ye9'
const NOW_MS = 1_738_112_345_000
const TIMESTAMP = String(NOW_MS)
const PATH = '/api/v1/merchants/1000/orders'
const now = (): number => NOW_MS

async function verify(request: SignableRequest, options = {}): Promise<void> {
  const signature = await signRequest(request, SECRET)
  await verifyRequest({ ...request, signature }, { apiSecret: SECRET, now, ...options })
}

describe('signRequest', () => {
  it('signs the lines that the provider documents', async () => {
    const text = `${TIMESTAMP}\nGET\n${PATH}`
    const expected = createHmac('sha256', SECRET).update(text).digest('base64')
    const request = { method: 'get', path: PATH, timestamp: TIMESTAMP }
    expect(await signRequest(request, SECRET)).toBe(expected)
    expect(await signRequest({ ...request, query: '' }, SECRET)).toBe(expected)
  })

  it('signs an empty body as a body', async () => {
    const request = { method: 'POST', path: PATH, timestamp: TIMESTAMP }
    const signatures = await Promise.all([
      signRequest(request, SECRET),
      signRequest({ ...request, body: '' }, SECRET),
      signRequest({ ...request, body: new Uint8Array() }, SECRET),
    ])
    expect(signatures[1]).toBe(signatures[2])
    expect(signatures[0]).not.toBe(signatures[1])
  })

  it.each([
    ['a timestamp of seconds', { timestamp: '1738112345' }, /^timestamp /],
    ['a query in the path', { path: `${PATH}?a=1` }, /^path /],
    ['a line break in the method', { method: 'POST\n/x' }, /^method /],
    ['a method that only becomes ASCII in upper case', { method: 'po\uFB05' }, /^method /],
    ['a query beside a body', { query: 'a=1', body: '{}' }, /^query /],
    ['a query of a POST, which would share its signature with a body', { query: 'a=1' }, /^query /],
    [
      'a body of a GET, which would share its signature with a query',
      { method: 'GET', body: 'a=1' },
      /^body /,
    ],
    ['a parsed body', { body: { length: 1 } as unknown as string }, /^body /],
  ])('refuses %s', async (_, parts, message) => {
    const request = { method: 'POST', path: PATH, timestamp: TIMESTAMP, ...parts }
    await expect(signRequest(request, SECRET)).rejects.toThrow(TypeError)
    await expect(signRequest(request, SECRET)).rejects.toThrow(message)
  })

  it('refuses a missing secret', async () => {
    const request = { method: 'GET', path: PATH, timestamp: TIMESTAMP }
    await expect(signRequest(request, '')).rejects.toThrow(/^apiSecret /)
  })

  it('never gives one signature to two different requests', async () => {
    const method = fc.constantFrom('GET', 'DELETE', 'POST', 'PUT', 'PATCH')
    const path = fc.constantFrom('/a', '/a/b', '/b')
    const content = fc.constantFrom(undefined, 'a=1', 'a=2', '{}')
    const request = fc.record({ method, path, content }).map(({ method, path, content }) => {
      const part = method === 'GET' || method === 'DELETE' ? 'query' : 'body'
      return { timestamp: TIMESTAMP, method, path, [part]: content }
    })
    await fc.assert(
      fc.asyncProperty(request, request, async (a, b) => {
        const [left, right] = await Promise.all([signRequest(a, SECRET), signRequest(b, SECRET)])
        expect(left === right).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

describe('verifyRequest', () => {
  const request = { method: 'POST', path: PATH, body: '{"a":1}', timestamp: TIMESTAMP }

  it('takes what signRequest signed, as text or as bytes', async () => {
    await verify(request)
    const signature = await signRequest(request, SECRET)
    const body = new TextEncoder().encode(request.body)
    await verifyRequest({ ...request, body, signature }, { apiSecret: SECRET, now })
  })

  it('takes any secret of a rotation, whatever its place', async () => {
    await verify(request, { apiSecret: [SECRET, 'other'] })
    await verify(request, { apiSecret: ['other', SECRET] })
    await expect(verify(request, { apiSecret: ['other', 'third'] })).rejects.toMatchObject({
      reason: 'mismatch',
    })
  })

  it.each([
    [-300_000, undefined],
    [300_000, undefined],
    [-300_001, 'future'],
    [300_001, 'stale'],
  ])('holds a clock %d ms off against the window: %s', async (skewMs, reason) => {
    const verdict = verify(request, { now: () => NOW_MS + skewMs })
    if (reason === undefined) await verdict
    else await expect(verdict).rejects.toMatchObject({ name: 'SignatureError', reason, skewMs })
  })

  it('tells nothing of the clock while the signature does not hold', async () => {
    const verdict = verify(request, { apiSecret: 'other', now: () => 0 })
    await expect(verdict).rejects.toMatchObject({ reason: 'mismatch', skewMs: undefined })
  })

  it.each([
    [{ timestamp: '' }, 'missing-timestamp'],
    [{ timestamp: '123abc' }, 'malformed-timestamp'],
    [{ signature: '' }, 'missing-signature'],
    [{ signature: 'short' }, 'malformed-signature'],
    [{ signature: '*'.repeat(44) }, 'malformed-signature'],
    [{ signature: `${'A'.repeat(43)}=` }, 'mismatch'],
  ])('refuses %j: %s', async (parts, reason) => {
    const signature = await signRequest(request, SECRET)
    const verdict = verifyRequest({ ...request, signature, ...parts }, { apiSecret: SECRET, now })
    await expect(verdict).rejects.toThrow(SignatureError)
    await expect(verdict).rejects.toMatchObject({ reason })
  })

  it('reads the real clock unless it is given one', async () => {
    const fresh = { ...request, timestamp: String(Date.now()) }
    const signature = await signRequest(fresh, SECRET)
    await verifyRequest({ ...fresh, signature }, { apiSecret: SECRET })
  })
})
