import { describe, expect, it } from 'vitest'
import { isNotSent } from '../src/client/not-sent.ts'

const CONNECT = 'error sending request for url (https://psc.test/): client error (Connect)'

/** Fails as Node's fetch does. */
function failed(cause: Readonly<Record<string, unknown>>): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('why'), cause) })
}

describe('nothing was sent', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('after %s, of Node and of Bun', (code) => {
    expect(isNotSent(failed({ code }))).toBe(true)
    expect(isNotSent(Object.assign(new TypeError(code), { code }))).toBe(true)
  })

  it.each<[string, unknown]>([
    ['connecting in Node', failed({ code: 'EHOSTUNREACH', syscall: 'connect' })],
    ['ConnectionRefused of an older Bun', { code: 'ConnectionRefused' }],
    ['a forbidden port in Node', failed({ message: 'bad port' })],
    ['a forbidden port in Deno', new TypeError('Fetch failed: Requests to port 6000 are blocked')],
    ['refusal in Deno', failed({ message: `${CONNECT}: tcp connect error: Connection refused` })],
    ['a certificate in Deno', failed({ message: `${CONNECT}: invalid peer certificate: Expired` })],
    [
      'several addresses, which all failed',
      failed({ errors: [{ code: 'ECONNREFUSED' }, { code: 'ETIMEDOUT', syscall: 'connect' }] }),
    ],
  ])('after %s', (_name, error) => {
    expect(isNotSent(error)).toBe(true)
  })
})

describe('something may have been sent', () => {
  it.each([
    'ECONNRESET',
    'EPIPE',
    'EPROTO',
    'EHOSTUNREACH',
    'ETIMEDOUT',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'NOT_ECONNREFUSED',
  ])('after %s', (code) => {
    expect(isNotSent(failed({ code }))).toBe(false)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'ECONNREFUSED'],
    ['an error without a code', new Error('ECONNREFUSED')],
    ['several addresses, of which one broke', failed({ errors: [{ code: 'ECONNREFUSED' }, {}] })],
    ['an empty list of errors', failed({ errors: [] })],
    ['a code whose cause was refused', { code: 'ECONNRESET', cause: { code: 'ECONNREFUSED' } }],
    ['a broken connection in Deno', failed({ message: 'Connection reset by peer (os error 104)' })],
  ])('after %s', (_name, error) => {
    expect(isNotSent(error)).toBe(false)
  })

  it('after an error that is its own cause', () => {
    const error = new Error('round and round')
    error.cause = error
    expect(isNotSent(error)).toBe(false)
  })
})
