import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assertPath,
  assertSignable,
  canonicalBodyPrefix,
  canonicalRequest,
  isApiPath,
  toPathname,
} from '../src/signing/canonical.ts'

const timestamp = fc.integer({ min: 1e12, max: 9_999_999_999_999 }).map(String)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
const path = fc.webPath().map((text) => `/${text}`)
const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64'))
const contentHash = fc.option(hash, { nil: undefined })
const request = fc.record({ timestamp, method, path, contentHash })

describe('canonicalRequest', () => {
  it('joins the parts by line breaks, without one at the end', () => {
    const parts = { timestamp: '1738112345000', method: 'GET', path: '/api/v1/x' }
    expect(canonicalRequest(parts)).toBe('1738112345000\nGET\n/api/v1/x')
    expect(canonicalRequest({ ...parts, contentHash: 'hash=' })).toBe(
      '1738112345000\nGET\n/api/v1/x\nhash=',
    )
  })

  it('never gives one text for two different lists of parts', () => {
    fc.assert(
      fc.property(request, request, (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(canonicalRequest(a) === canonicalRequest(b)).toBe(isSame)
      }),
    )
  })

  it('can be taken apart again into what it was made of', () => {
    fc.assert(
      fc.property(request, (parts) => {
        assertSignable(parts.method, parts.path, '')
        const lines = canonicalRequest(parts).split('\n')
        expect(lines).toEqual(Object.values(parts).filter((part) => part !== undefined))
      }),
    )
  })
})

describe('canonicalBodyPrefix', () => {
  it('is the timestamp and a line break', () => {
    expect(canonicalBodyPrefix('1738112345000')).toBe('1738112345000\n')
  })
})

describe('assertSignable', () => {
  it('takes what a request line carries', () => {
    expect(() => assertSignable('POST', '/api/v1/a%20b/-_.~!', 'a=1&b=%C3%A9?')).not.toThrow()
  })

  it.each(['', 'GET POST', 'POST\n', 'GÉT', '1'])('refuses the method %j', (name) => {
    expect(() => assertSignable(name, '/', '')).toThrow(TypeError)
  })

  it.each(['?a=1', 'a=1#b', 'a b', 'a\nb', 'a\u007f', 'é', '\ud800'])(
    'refuses the query %j',
    (query) => {
      expect(() => assertSignable('GET', '/', query)).toThrow(/^query must be/)
    },
  )
})

describe('a path', () => {
  it('is checked with the rest of a request', () => {
    expect(() => assertSignable('GET', '/a\n/b', '')).toThrow(/^path must be/)
  })
})

describe('assertPath', () => {
  it.each([
    '',
    'a',
    '/a?b',
    '/a#b',
    '/a b',
    '/a\n/b',
    '/a\r',
    '/a\0',
    '/é',
    '/\ud800',
    'https://a/b',
  ])('refuses %j', (text) => {
    expect(() => assertPath(text)).toThrow(/^path must be the undecoded pathname/)
  })
})

describe('isApiPath', () => {
  it('knows the paths of the provider, and nothing that only looks like them', () => {
    expect(isApiPath('/api/v1/merchants/1000/orders')).toBe(true)
    expect(isApiPath('/api/psc%20hook')).toBe(false)
    expect(isApiPath('/webhook/api/v1/merchants/1000')).toBe(false)
  })
})

describe('toPathname', () => {
  it.each([
    ['/webhook?a=1', '/webhook'],
    ['/webhook', '/webhook'],
    ['/a%2Fb%20c/', '/a%2Fb%20c/'],
    ['https://shop.example:8443/webhook?x#y', '/webhook'],
    ['HTTP://shop.example', '/'],
    ['https://shop.example?a=/b', '/'],
    ['', '/'],
    ['?a', '/'],
    ['/a?b\nc', '/a'],
  ])('cuts %j to %j', (target, pathname) => {
    expect(toPathname(target)).toBe(pathname)
  })

  it('agrees with URL on every web address', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        expect(toPathname(new URL(url).href)).toBe(new URL(url).pathname)
      }),
    )
  })
})
