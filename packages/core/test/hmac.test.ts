import { createHash, createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDigest, encodeBase64, utf8 } from '../src/bytes.ts'
import { hmacBase64, hmacMatches, sha256Base64 } from '../src/hmac.ts'

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

describe.each(RFC_4231)('RFC 4231, test case $name', ({ key, data, mac }) => {
  it('signs to the published code', async () => {
    expect(await hmacBase64(key, [data])).toBe(base64Of(mac))
  })

  it('verifies in one piece and in two', async () => {
    expect(await hmacMatches(key, [data], base64Of(mac))).toBe(true)
    expect(await hmacMatches(key, [data.slice(0, 3), data.slice(3)], base64Of(mac))).toBe(true)
  })

  it('refuses the code, the data and the key one bit off', async () => {
    const wrongMac = decodeDigest(base64Of(mac))?.map((byte, index) =>
      index === 31 ? byte ^ 1 : byte,
    )
    const wrongData = data.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
    expect(await hmacMatches(key, [data], encodeBase64(wrongMac ?? data))).toBe(false)
    expect(await hmacMatches(key, [wrongData], base64Of(mac))).toBe(false)
    expect(await hmacMatches(`${key}.`, [data], base64Of(mac))).toBe(false)
  })
})

describe('hmacMatches', () => {
  it('refuses a truncated code, as in test case 5 of RFC 4231', async () => {
    const key = '\u000c'.repeat(20)
    const data = utf8('Test With Truncation')
    const truncated = base64Of('a3b6167473100ee06e0c796c2955552b')
    expect(
      base64Of(
        Buffer.from(await hmacBase64(key, [data]), 'base64')
          .toString('hex')
          .slice(0, 32),
      ),
    ).toBe(truncated)
    expect(await hmacMatches(key, [data], truncated)).toBe(false)
  })
})

describe('hmacBase64', () => {
  it('agrees with another implementation for any key and data', async () => {
    const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(key, fc.uint8Array(), async (secret, data) => {
        const expected = createHmac('sha256', secret).update(data).digest('base64')
        expect(await hmacBase64(secret, [data])).toBe(expected)
      }),
    )
  })

  it('keeps many keys apart, also those it has forgotten', async () => {
    const secrets = Array.from({ length: 130 }, (_, index) => `secret-${index}`)
    for (const secret of [...secrets, ...secrets]) {
      const expected = createHmac('sha256', secret).update('data').digest('base64')
      expect(await hmacBase64(secret, [utf8('data')])).toBe(expected)
    }
  })
})

describe('sha256Base64', () => {
  it('agrees with another implementation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (data) => {
        const expected = createHash('sha256').update(data).digest('base64')
        expect(await sha256Base64(new Uint8Array(data))).toBe(expected)
      }),
    )
  })
})
