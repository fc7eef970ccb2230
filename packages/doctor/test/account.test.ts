/**
 * Settings, secret, API, clock and credentials: each mistake made for real against an emulator on a port.
 *
 * @module
 */
import { createServer } from 'node:net'
import type { RunningEmulator } from '@paystablecoin/emulator/node'
import { startEmulator } from '@paystablecoin/emulator/node'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DoctorOptions } from '../src/index.ts'
import { diagnose } from '../src/index.ts'
import { examine, idsOf, problemsOf } from './support/examine.ts'
import { listen, refuse, serve, serveAlways, serveShop } from './support/servers.ts'

const OTHER_SECRET = 'cVb0-fSx_p3yLq7RzN1uTgHdW5kEoAi9jM2XtB8vCwQ'
const MINUTE_MS = 60_000

let emulator: RunningEmulator
let baseUrl = ''

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 })
  baseUrl = emulator.url
})
afterAll(() => emulator.close())

const clockOff = (ms: number): DoctorOptions => ({ now: () => Date.now() + ms })

describe('against the emulator', () => {
  it('everything passes, with a word on the local webhook URL', async () => {
    const callbackUrl = `${await serveShop()}/webhook/payment`
    const report = await examine({ baseUrl, callbackUrl })
    expect(report.ok).toBe(true)
    expect(report.findings.map(({ check, id }) => `${check} ${id}`)).toEqual([
      'settings settings-complete',
      'secret secret-of-emulator',
      'api reachable-locally',
      'clock clock-right',
      'credentials credentials-accepted',
      'callback callback-local',
      'callback reachable-locally',
      'callback callback-verifies',
      'postgres postgres-not-set',
      'redis redis-not-set',
    ])
    expect(problemsOf(report)).toEqual(['callback callback-local'])
  })

  it('nothing is created: all calls are queries', () => {
    const methods = emulator.emulator.calls().map(({ method }) => method)
    expect([...new Set(methods)]).toEqual(['GET'])
  })
})

describe('the settings', () => {
  it('are reported one by one when they are missing, and nothing is sent', async () => {
    const { findings, ok } = await diagnose({ apiKey: 'PSTG' })
    expect(ok).toBe(false)
    expect(findings[0]).toMatchObject({
      id: 'settings-missing',
      detail: 'PSC_MERCHANT_ID, PSC_API_SECRET, PSC_ENVIRONMENT or PSC_BASE_URL',
    })
    expect(findings.map(({ id }) => id)).toContain('not-checked')
  })

  it.each<[string, DoctorOptions]>([
    ['a merchant id with white space', { merchantId: '1000 ' }],
    ['an API key with quotes and a newline', { apiKey: '"PSTG"\n' }],
    ['an address that is no URL', { baseUrl: 'api.paystablecoin.global' }],
  ])('are invalid with %s', async (_what, options) => {
    expect(problemsOf(await examine({ baseUrl, ...options }))).toContain(
      'settings settings-invalid',
    )
  })

  it('must have a time that can pass', async () => {
    await expect(diagnose({ timeoutMs: 0 })).rejects.toThrow('timeoutMs')
  })
})

describe('the secret', () => {
  const secretOf = async (apiSecret: string, options: DoctorOptions = {}) =>
    idsOf(await examine({ baseUrl, apiSecret, ...options }), 'secret')

  it.each([
    ['of the usual shape', OTHER_SECRET, ['secret-well-formed']],
    ['with a newline', `${OTHER_SECRET}\n`, ['secret-white-space', 'secret-well-formed']],
    ['in quotes', `"${OTHER_SECRET}"`, ['secret-quoted']],
    ['URL-encoded', `${OTHER_SECRET.slice(0, 40)}%2F%3D`, ['secret-url-encoded']],
    ['cut off', OTHER_SECRET.slice(0, 40), ['secret-length']],
    ['from a document', 'your-api-secret', ['secret-placeholder']],
    ['decoded from Base64', 'qV\u0000b/+'.repeat(8), ['secret-decoded']],
    ['that is the API key', EMULATOR_MERCHANT.apiKey, ['secret-is-api-key']],
  ])('%s is told as that', async (_what, apiSecret, ids) => {
    expect(await secretOf(apiSecret)).toEqual(ids)
  })

  it('of the emulator fails where the API is not local', async () => {
    const { apiSecret } = EMULATOR_MERCHANT
    expect(await secretOf(apiSecret, { local: false })).toEqual(['secret-of-emulator-in-use'])
  })

  it('with a newline does not keep the rest from being checked', async () => {
    const apiSecret = `${EMULATOR_MERCHANT.apiSecret}\n`
    const report = await examine({ baseUrl, apiSecret })
    expect(problemsOf(report)).toEqual(['secret secret-white-space'])
    expect(idsOf(report, 'credentials')).toEqual(['credentials-accepted'])
  })
})

describe('the clock', () => {
  it.each([
    ['10 minutes ahead', 10 * MINUTE_MS, 'clock clock-off'],
    ['10 minutes behind', -10 * MINUTE_MS, 'clock clock-off'],
    ['2 minutes ahead', 2 * MINUTE_MS, 'clock clock-drifts'],
  ])('is told to be %s, while the credentials are right', async (_what, offMs, problem) => {
    const report = await examine({ baseUrl, ...clockOff(offMs) })
    expect(problemsOf(report)).toEqual([problem])
    expect(idsOf(report, 'credentials')).toEqual(['credentials-accepted'])
  })

  it('is unknown when the response has no Date', async () => {
    const bare = await serveNoDate()
    expect(problemsOf(await examine({ baseUrl: bare }))).toContain('clock clock-unknown')
  })
})

describe('the credentials', () => {
  it.each<[string, DoctorOptions, string]>([
    ['another API key', { apiKey: 'PSTGANOTHERANOTHERANOTHERA' }, 'credentials-key'],
    ['another secret', { apiSecret: OTHER_SECRET }, 'credentials-secret'],
    ['another merchant id', { merchantId: '1001' }, 'credentials-merchant'],
  ])('fail with %s', async (_what, options, id) => {
    expect(problemsOf(await examine({ baseUrl, ...options }))).toEqual([`credentials ${id}`])
  })

  it.each([
    ['50010', 'credentials-permission'],
    ['99999', 'credentials-unclear'],
    ['00000', 'api-says-yes'],
  ])('are judged by the range of the code: %s', async (code, id) => {
    const stub = await serveAlways(200, JSON.stringify({ code, data: {} }))
    expect(idsOf(await examine({ baseUrl: stub }), 'credentials')).toEqual([id])
  })

  it('are refused when neither call says which of them is wrong', async () => {
    const { url, close } = await startEmulator({
      port: 0,
      merchants: [{ ...EMULATOR_MERCHANT, apiCheckout: false }],
    })
    const report = await examine({ baseUrl: url, apiKey: 'PSTGANOTHERANOTHERANOTHERA' })
    expect(idsOf(report, 'credentials')).toEqual(['credentials-refused'])
    await close()
  })
})

describe('the API', () => {
  it('is told to be refused, and the rest is not guessed', async () => {
    const report = await examine({ baseUrl: await refuse() })
    expect(problemsOf(report)).toEqual(['api refused'])
    expect(idsOf(report, 'credentials')).toEqual(['not-checked'])
  })

  it('is told to have no such name', async () => {
    const report = await examine({ baseUrl: 'https://api.paystablecoin.invalid', local: true })
    expect(problemsOf(report)).toEqual(['api dns-unknown'])
  })

  it('is told to be plain HTTP under an address that is not loopback', async () => {
    const stub = await serveAlways(200, '{"code":"40001"}')
    const report = await examine({ baseUrl: stub.replace('127.0.0.1', '0.0.0.0') })
    expect(problemsOf(report)).toContain('api plain-http')
    expect(idsOf(report, 'credentials')).toEqual(['credentials-accepted'])
  })

  it('is told to be out of reach when it does not shake hands', async () => {
    const silent = await listen(createServer())
    const baseUrl = `https://127.0.0.1:${silent}`
    const report = await examine({ baseUrl, timeoutMs: 200 })
    expect(problemsOf(report)).toEqual(['api unreachable'])
  })

  it.each([
    ['a page of a proxy', 200, '<html>Sign in</html>', {}, 'api-not-the-api'],
    ['an HTTP error', 502, 'Bad gateway', {}, 'api-not-the-api'],
    ['a redirect', 302, '', { location: 'https://portal.example/' }, 'api-redirects'],
  ])('is told to be %s', async (_what, status, body, headers: Record<string, string>, id) => {
    const baseUrl = await serveAlways(status, body, { 'content-type': 'text/html', ...headers })
    expect(idsOf(await examine({ baseUrl }), 'credentials')).toEqual([id])
  })

  it('is told to give no response', async () => {
    const silent = await serveSilence()
    const report = await examine({ baseUrl: silent, timeoutMs: 300 })
    expect(problemsOf(report)).toEqual(['credentials api-no-response'])
  })

  it('cannot put the secret into the report by saying it', async () => {
    const message = `bad secret ${EMULATOR_MERCHANT.apiSecret}`
    const stub = await serveAlways(200, JSON.stringify({ code: '50001', message }))
    const report = await examine({ baseUrl: stub })
    expect(idsOf(report, 'credentials')).toEqual(['credentials-secret'])
  })
})

function serveNoDate(): Promise<string> {
  return serve((_request, response) => {
    response.sendDate = false
    response.end('{"code":"40001"}')
  })
}

function serveSilence(): Promise<string> {
  return serve(() => undefined)
}
