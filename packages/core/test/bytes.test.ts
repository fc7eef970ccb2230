import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createByteCollector,
  encodeBase64,
  fromUtf8,
  isDigest,
  toBytes,
  utf8,
} from '../src/shared/bytes.ts'
import type { RawBody } from '../src/shared/types.ts'

const DIGEST = 'sDRLYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c='

describe('toBytes', () => {
  it('takes a string as its UTF-8 bytes', () => {
    expect([...toBytes('é')]).toEqual([0xc3, 0xa9])
  })

  it('takes of a view with an offset only what is in view', () => {
    const buffer = new Uint8Array([1, 2, 3, 4, 5])
    expect([...toBytes(buffer.subarray(1, 3))]).toEqual([2, 3])
    expect([...toBytes(Buffer.from('abcdef').subarray(2, 4))]).toEqual([0x63, 0x64])
  })

  it('takes bytes of shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4), 1, 2)
    shared.set([7, 8])
    const bytes = toBytes(shared)
    expect([...bytes]).toEqual([7, 8])
    expect(bytes.buffer).toBeInstanceOf(ArrayBuffer)
  })

  it('copies, so that nothing changes the bytes between the check and the use', () => {
    const original = new Uint8Array([1, 2, 3])
    const bytes = toBytes(original)
    original.fill(9)
    expect([...bytes]).toEqual([1, 2, 3])
  })

  it.each([
    ['parsed JSON', { length: 5 }],
    ['a list', [1, 2, 3]],
    ['a number', 5],
    ['nothing', undefined],
    ['null', null],
  ])('refuses %s', (_, body) => {
    expect(() => toBytes(body as unknown as RawBody)).toThrow(
      new TypeError('body must be a string or a Uint8Array, not parsed JSON'),
    )
  })
})

describe('fromUtf8', () => {
  it('keeps a leading BOM', () => {
    expect(fromUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('\uFEFFa')
  })

  it.each([[[0xff]], [[0xfe]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])(
    'gives nothing for %j, which is not UTF-8',
    (bytes) => {
      expect(fromUtf8(new Uint8Array(bytes))).toBeUndefined()
    },
  )

  it('is not confused by what it refused before', () => {
    for (const wrong of [[0xc3], [0xe2, 0x82], [0x61, 0xff]]) {
      expect(fromUtf8(new Uint8Array(wrong))).toBeUndefined()
      expect(fromUtf8(new Uint8Array([0xac]))).toBeUndefined()
      expect(fromUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('\uFEFFa')
    }
  })

  it('gives back every text that utf8 encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text)
      }),
    )
  })
})

describe('createByteCollector', () => {
  it('puts pieces together in their order, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (pieces) => {
        const collector = createByteCollector()
        const lengths = pieces.map((piece) => collector.add(piece))
        expect([...collector.whole()]).toEqual(pieces.flatMap((piece) => [...piece]))
        expect(lengths.at(-1) ?? 0).toBe(collector.whole().byteLength)
      }),
    )
  })

  it('takes the bytes of any view', () => {
    const collector = createByteCollector()
    collector.add(new Uint16Array([0x0201, 0x0403]))
    collector.add(new DataView(new Uint8Array([9, 5, 6, 9]).buffer, 1, 2))
    expect([...collector.whole()]).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('keeps no more than a small multiple of the bytes, however many pieces they come in', () => {
    const collector = createByteCollector()
    for (let index = 0; index < 100_000; index += 1) collector.add(new Uint8Array(1))
    expect(collector.whole().buffer.byteLength).toBeLessThanOrEqual(200_000)
  })
})

describe('isDigest', () => {
  it('takes every 32 bytes that encodeBase64 encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = encodeBase64(new Uint8Array(bytes).buffer)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(isDigest(text)).toBe(true)
      }),
    )
  })

  it.each([
    ['an empty text', ''],
    ['the URL-safe alphabet', DIGEST.replace('/', '_')],
    ['no padding', DIGEST.slice(0, -1)],
    ['too much padding', `${DIGEST}=`],
    ['padding in place of a character', `${DIGEST.slice(0, 42)}==`],
    ['stray bits before the padding', DIGEST.replace('c=', 'd=')],
    ['a space before', ` ${DIGEST}`],
    ['a line break after', `${DIGEST}\n`],
    ['a space inside', `${DIGEST.slice(0, 20)} ${DIGEST.slice(21)}`],
    ['a character outside the alphabet', DIGEST.replace('s', '*')],
    ['31 bytes', encodeBase64(new ArrayBuffer(31))],
    ['33 bytes', encodeBase64(new ArrayBuffer(33))],
    ['hexadecimal digits', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c983d'],
  ])('refuses %s', (_, text) => {
    expect(isDigest(text)).toBe(false)
  })
})
