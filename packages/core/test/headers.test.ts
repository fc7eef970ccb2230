import { describe, expect, it } from 'vitest'
import { readHeader, readHeaderPair } from '../src/shared/headers.ts'
import type { HeadersLike } from '../src/shared/types.ts'

describe('readHeader', () => {
  it.each<[string, HeadersLike]>([
    ['Headers', new Headers({ 'X-Timestamp': '1' })],
    ['a record in lower case', { 'x-timestamp': '1' }],
    ['a record in another case', { 'X-TimeStamp': '1' }],
    ['a record of numbers, as a gateway may give', { 'x-timestamp': 1 as unknown as string }],
    ['a record of lists', { 'x-timestamp': ['1'] }],
    ['a record without a prototype', Object.assign(Object.create(null), { 'x-timestamp': '1' })],
    ['a record with a header named get', { get: 'a', 'x-timestamp': '1' }],
  ])('reads %s', (_, headers) => {
    expect(readHeader(headers, 'x-timestamp')).toBe('1')
  })

  it.each<[string, HeadersLike]>([
    ['Headers', new Headers()],
    ['an empty record', {}],
    ['a record with undefined', { 'x-timestamp': undefined }],
    ['a record with an empty list', { 'x-timestamp': [] }],
    ['a name that only begins alike', { 'x-timestamps': '1' }],
  ])('gives an empty text for a header that is missing in %s', (_, headers) => {
    expect(readHeader(headers, 'x-timestamp')).toBe('')
  })

  it.each<[string, HeadersLike]>([
    [
      'Headers',
      new Headers([
        ['x-timestamp', '1'],
        ['X-Timestamp', '2'],
      ]),
    ],
    ['a list', { 'x-timestamp': ['1', '2'] }],
    ['two keys that differ in case', { 'x-timestamp': '1', 'X-Timestamp': '2' }],
    ['a text that was joined already', { 'x-timestamp': '1, 2' }],
  ])('joins a header that came twice in %s', (_, headers) => {
    expect(readHeader(headers, 'x-timestamp')).toBe('1, 2')
  })
})

describe('readHeaderPair', () => {
  it.each<[string, HeadersLike]>([
    ['Headers', new Headers({ 'X-Timestamp': '1', 'x-signature': '2' })],
    ['a record', { 'x-other-one': '0', 'X-Signature': '2', 'x-timestamp': '1' }],
  ])('reads both from %s, each in its place', (_, headers) => {
    expect(readHeaderPair(headers, 'x-timestamp', 'x-signature')).toEqual(['1', '2'])
    expect(readHeaderPair(headers, 'x-signature', 'x-missing')).toEqual(['2', ''])
  })
})
