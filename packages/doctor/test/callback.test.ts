/**
 * The webhook URL from outside in: shops with real receivers, behind real proxies, and what else may answer there.
 *
 * @module
 */
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { describe, expect, it } from 'vitest'
import type { DoctorOptions, Report } from '../src/index.ts'
import { examine, idsOf } from './support/examine.ts'
import { handled, refuse, serve, serveAlways, serveProxy, serveShop } from './support/servers.ts'

const PATH = '/shop/webhook/payment'

// No API is set: these tests are about the webhook URL alone.
const at = async (url: string, options: DoctorOptions = {}): Promise<Report> =>
  examine({ callbackUrl: url + PATH, local: true, ...options })

const verdictOf = async (url: string, options?: DoctorOptions): Promise<string | undefined> =>
  idsOf(await at(url, options), 'callback').at(-1)

describe('a shop that verifies', () => {
  it('passes, and no handler is called', async () => {
    expect(await verdictOf(await serveShop())).toBe('callback-verifies')
    expect(handled).toEqual([])
  })

  it.each([
    ['request', 'callback-only-request'],
    ['body', 'callback-only-body'],
  ] as const)('in the scheme %s alone is a warning', async (scheme, id) => {
    expect(await verdictOf(await serveShop({ scheme }))).toBe(id)
  })

  it('with another secret fails', async () => {
    const url = await serveShop({ apiSecret: 'another-secret' })
    expect(await verdictOf(url)).toBe('callback-other-secret')
  })

  it.each(['auto', 'request'] as const)(
    'behind a proxy that strips a prefix fails in the scheme %s, and the path is named',
    async (scheme) => {
      const stripped = { path: (path: string) => path.replace('/shop', '') }
      const url = await serveProxy(await serveShop({ scheme }), stripped)
      const last = (await at(url)).findings.findLast(({ check }) => check === 'callback')
      expect(last).toMatchObject({ id: 'callback-path-changed', detail: 'seen: /webhook/payment' })
    },
  )

  it('behind that proxy passes with callbackUrl', async () => {
    const callbackUrl = `https://shop.example${PATH}`
    const url = await serveProxy(await serveShop({ callbackUrl }), { path: () => '/hooks' })
    expect(await verdictOf(url)).toBe('callback-verifies')
  })

  it('behind a proxy that writes the body again fails', async () => {
    const body = (text: string): string => JSON.stringify(JSON.parse(text))
    const url = await serveProxy(await serveShop(), { body })
    expect(await verdictOf(url)).toBe('callback-body-changed')
  })

  it('with a window of a hundred years fails, and still no handler is called', async () => {
    const url = await serveShop({ toleranceMs: 100 * 365 * 86_400_000 })
    expect(await verdictOf(url)).toBe('callback-no-window')
    expect(handled).toEqual([])
  })
})

describe('a URL where something else answers', () => {
  it.each([
    [200, 'callback-unverified'],
    [202, 'callback-unverified'],
    [404, 'callback-not-found'],
    [410, 'callback-not-found'],
    [405, 'callback-method'],
    [401, 'callback-login'],
    [403, 'callback-login'],
    [400, 'callback-other-answer'],
    [500, 'callback-server-error'],
    [502, 'callback-server-error'],
  ])('with HTTP %i is told', async (status, id) => {
    expect(await verdictOf(await serveAlways(status))).toBe(id)
  })

  it('with a redirect to a login is told, without the query', async () => {
    const location = '/login?next=%2Fshop&token=abc'
    const url = await serveAlways(302, '', { location })
    const last = (await at(url)).findings.findLast(({ check }) => check === 'callback')
    expect(last).toMatchObject({ id: 'callback-redirect', detail: `HTTP 302 to ${url}/login` })
  })

  it('cannot put the secret into the report by redirecting to it', async () => {
    const location = `/login/${EMULATOR_MERCHANT.apiSecret}`
    const url = await serveAlways(302, '', { location })
    const last = (await at(url)).findings.findLast(({ check }) => check === 'callback')
    expect(last?.detail).toBe(`HTTP 302 to ${url}/login/…`)
  })

  it('with the same answer to the forged and the signed proves nothing', async () => {
    const url = await serveAlways(401, '{"error":"Timestamp expired"}')
    expect(await verdictOf(url)).toBe('callback-proves-nothing')
  })

  it('by closing the connection is told', async () => {
    const url = await serve((request) => request.socket.destroy())
    expect(await verdictOf(url)).toBe('unreachable')
  })

  it('by not listening is told', async () => {
    expect(await verdictOf(await refuse())).toBe('refused')
  })
})

describe('the address', () => {
  it('on this machine fails unless the API is there, too', async () => {
    const url = await serveShop()
    const ids = idsOf(await at(url, { local: false }), 'callback')
    expect(ids).toEqual(['callback-private', 'reachable-locally', 'callback-verifies'])
  })

  it.each(['10.0.0.8', '192.168.1.20', '172.16.4.1', '169.254.169.254', '[fd00::1]'])(
    'in a private network fails: %s',
    async (host) => {
      const callbackUrl = `http://${host}${PATH}`
      const report = await examine({ callbackUrl, timeoutMs: 100 })
      expect(idsOf(report, 'callback')[0]).toBe('callback-private')
    },
  )

  it('by plain HTTP fails, and is examined all the same', async () => {
    const url = (await serveShop()).replace('127.0.0.1', '0.0.0.0')
    const ids = idsOf(await at(url, { local: false }), 'callback')
    expect(ids).toEqual(['callback-private', 'plain-http', 'callback-verifies'])
  })

  it('that has no name fails', async () => {
    const report = await examine({ callbackUrl: `https://shop.invalid${PATH}` })
    expect(idsOf(report, 'callback')).toEqual(['dns-unknown'])
  })

  it.each(['shop.example/webhook', 'ftp://shop.example/', 'https://user:pass@shop.example/'])(
    'that no webhook can be sent to fails: %s',
    async (callbackUrl) => {
      expect(idsOf(await examine({ callbackUrl }), 'callback')).toEqual(['callback-invalid'])
    },
  )

  it('that is missing is skipped, and said so', async () => {
    expect(idsOf(await examine({}), 'callback')).toEqual(['callback-not-set'])
  })

  it('is not tried for verification without a secret', async () => {
    const url = await serveShop({ apiSecret: EMULATOR_MERCHANT.apiSecret })
    expect(await verdictOf(url, { apiSecret: '' })).toBe('not-checked')
  })
})
