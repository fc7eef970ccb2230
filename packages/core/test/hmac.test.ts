import { createHash, createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { utf8 } from '../src/shared/bytes.ts'
import type { RawBody } from '../src/shared/types.ts'
import { isSameSignature } from '../src/signing/signature-check.ts'
import { loadEachPath } from './support/crypto-paths.ts'

// The cases of RFC 4231 whose keys are UTF-8 text, as a secret is.
const RFC_4231 = [
  {
    name: '1',
    key: '\u000b'.repeat(20),
    data: utf8('Hi There'),
    mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    name: '2',
    key: 'Jefe',
    data: utf8('what do ya want for nothing?'),
    mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    name: '4',
    key: String.fromCharCode(...Array.from({ length: 25 }, (_, index) => index + 1)),
    data: new Uint8Array(50).fill(0xcd),
    mac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
]

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')
const PATHS = (await loadEachPath()).map(({ path, hmac }) => ({ path, ...hmac }))

const toBytes = (data: RawBody): Uint8Array<ArrayBuffer> =>
  typeof data === 'string' ? utf8(data) : new Uint8Array(data)

describe.each(PATHS)('by $path crypto', ({ path, hmac: sign, sha256 }) => {
  const hmac = async (secret: string, data: RawBody): Promise<string> =>
    sign(secret, '', toBytes(data))
  const hmacMatches = async (secret: string, data: RawBody, signature: string): Promise<boolean> =>
    isSameSignature(await hmac(secret, data), signature)

  it('is the path that it says', async () => {
    const subtle = vi.spyOn(crypto.subtle, 'sign')
    await hmac('secret', 'data')
    expect(subtle).toHaveBeenCalledTimes(path === 'web' ? 1 : 0)
    subtle.mockRestore()
  })

  it.each(RFC_4231)('signs test case $name of RFC 4231', async ({ key, data, mac }) => {
    expect(await hmac(key, data)).toBe(base64Of(mac))
  })

  it('signs a text and the bytes after it as one', async () => {
    const whole = await sign('secret', '1738112345000\n{"a":"\u00e9"}')
    expect(await sign('secret', '1738112345000\n', utf8('{"a":"\u00e9"}'))).toBe(whole)
    expect(await sign('secret', '', utf8('1738112345000\n{"a":"\u00e9"}'))).toBe(whole)
    expect(await sign('secret', '1738112345000', utf8('{"a":"\u00e9"}'))).not.toBe(whole)
  })

  it.each(RFC_4231)('verifies test case $name', async ({ key, data, mac }) => {
    expect(await hmacMatches(key, data, base64Of(mac))).toBe(true)
  })

  it.each(RFC_4231)('refuses test case $name one bit off in any part', async (testCase) => {
    const { key, data, mac } = testCase
    for (const index of [0, 16, 31]) {
      const wrong = Buffer.from(mac, 'hex').map((byte, at) => (at === index ? byte ^ 1 : byte))
      expect(await hmacMatches(key, data, Buffer.from(wrong).toString('base64'))).toBe(false)
    }
    const wrongData = data.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
    expect(await hmacMatches(key, wrongData, base64Of(mac))).toBe(false)
    expect(await hmacMatches(`${key}.`, data, base64Of(mac))).toBe(false)
  })

  it('refuses a truncated code, as in test case 5 of RFC 4231', async () => {
    const key = '\u000c'.repeat(20)
    const data = utf8('Test With Truncation')
    const whole = Buffer.from(await hmac(key, data), 'base64')
    const truncated = whole.subarray(0, 16)
    expect(truncated.toString('hex')).toBe('a3b6167473100ee06e0c796c2955552b')
    expect(await hmacMatches(key, data, truncated.toString('base64'))).toBe(false)
  })

  it('refuses every other spelling of a code, right after the true one', async () => {
    const signature = await hmac('secret', 'data')
    const last = signature.charCodeAt(42)
    const spellings = [
      '',
      signature.slice(0, -1),
      `${signature}=`,
      ` ${signature}`.slice(0, 44),
      `${signature}\n`,
      signature.replaceAll('/', '_').replaceAll('+', '-').replace('=', ''),
      `${signature.slice(0, 42)}${String.fromCharCode(last + 1)}=`,
      signature.toLowerCase(),
      '\u00e9'.repeat(44),
      `${signature.slice(0, 43)}\u013d`,
      '\ud800'.repeat(44),
    ]
    for (const spelling of spellings) {
      expect(await hmacMatches('secret', 'data', signature)).toBe(true)
      expect(await hmacMatches('secret', 'data', spelling)).toBe(false)
    }
  })

  it('takes no prefix, suffix or repetition for the whole', async () => {
    const signature = await hmac('secret', 'data')
    for (const data of ['', 'dat', 'datadata', 'data\n', 'tada']) {
      expect(await hmacMatches('secret', data, signature)).toBe(false)
    }
  })

  it('agrees with another implementation for any key and data', async () => {
    const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
    const data = fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(key, data, async (secret, data) => {
        const expected = createHmac('sha256', secret).update(data).digest('base64')
        expect(await hmac(secret, data)).toBe(expected)
        expect(await hmacMatches(secret, data, expected)).toBe(true)
        expect(await sha256(data)).toBe(createHash('sha256').update(data).digest('base64'))
      }),
    )
  })

  it('takes of a view with an offset only what is in view', async () => {
    const whole = utf8('..data..')
    const view = whole.subarray(2, 6)
    expect(await hmac('secret', view)).toBe(await hmac('secret', 'data'))
    expect(await sha256(view)).toBe(await sha256('data'))
  })

  it('keeps many keys apart, also those it has forgotten', async () => {
    const secrets = Array.from({ length: 130 }, (_, index) => `secret-${index}`)
    for (const secret of [...secrets, ...secrets]) {
      const expected = createHmac('sha256', secret).update('data').digest('base64')
      expect(await hmac(secret, 'data')).toBe(expected)
      expect(await hmacMatches(secret, 'data', expected)).toBe(true)
    }
  })

  it('does not mix up what goes on at the same time', async () => {
    const secrets = Array.from({ length: 20 }, (_, index) => `secret-${index}`)
    const signatures = await Promise.all(secrets.map(async (secret) => hmac(secret, 'data')))
    const verdicts = await Promise.all(
      secrets.flatMap((secret) =>
        signatures.map(async (signature) => hmacMatches(secret, 'data', signature)),
      ),
    )
    const isOwn = (place: number): boolean => Math.floor(place / 20) === place % 20
    expect(verdicts).toEqual(verdicts.map((_, place) => isOwn(place)))
    expect(verdicts).toHaveLength(400)
  })
})
