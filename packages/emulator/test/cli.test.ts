/**
 * The command as a process: what it prints, and its exit codes.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signRequest, signWebhook, verifyWebhook } from '@paystablecoin/core'
import { describe, expect, test, vi } from 'vitest'
import { EMULATOR_MERCHANT } from '../src/index.ts'

const BIN = new URL('../bin/paystablecoin-emulator.js', import.meta.url).pathname
const TIME = '1738112345000'
const PATH = '/api/v1/merchants/1000/orders'
const { apiSecret } = EMULATOR_MERCHANT

async function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [BIN, ...args])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  child.stdin.end(input)
  const [exitCode] = (await once(child, 'close')) as [number]
  return { exitCode, stdout, stderr }
}

describe('sign', () => {
  test('prints the headers of a request, from standard input', async () => {
    const body = '{"note":"café"}'
    const args = ['sign', 'request', '--path', PATH, '--timestamp', TIME, '--json']
    const { exitCode, stdout } = await run(args, body)
    const signature = await signRequest(
      { method: 'POST', path: PATH, body, timestamp: TIME },
      apiSecret,
    )
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ 'X-Timestamp': TIME, 'X-Signature': signature })
  })

  test('prints the headers of a webhook, from a flag', async () => {
    const flags = ['--path', '/hook', '--scheme', 'body', '--body', '{}', '--timestamp', TIME]
    const { exitCode, stdout } = await run(['sign', 'webhook', ...flags])
    const signature = await signWebhook({ timestamp: TIME, body: '{}', scheme: 'body' }, apiSecret)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`X-Signature: ${signature}\n`)
    expect(stdout).not.toContain('\u001B[')
  })
})

describe('verify', () => {
  const verify = async (kind: string, flags: readonly string[], body: string) =>
    run(['verify', kind, '--timestamp', TIME, '--now', TIME, '--json', ...flags], body)

  test('exits 0 when a request is valid', async () => {
    const signature = await signRequest(
      { method: 'GET', path: PATH, query: 'a=1', timestamp: TIME },
      apiSecret,
    )
    const flags = ['--method', 'GET', '--path', PATH, '--query', 'a=1', '--signature', signature]
    expect(await verify('request', flags, '')).toMatchObject({
      exitCode: 0,
      stdout: '{"ok":true}\n',
    })
  })

  test('exits 1 and names the mistake when a request is not', async () => {
    const signature = await signRequest(
      { method: 'POST', path: PATH, body: '{"a":1}', timestamp: TIME },
      apiSecret,
    )
    const { exitCode, stdout } = await verify(
      'request',
      ['--path', PATH, '--signature', signature],
      '{"a": 1}',
    )
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, mistakes: ['body-re-serialised'] })
  })

  const BODY = '{"a":1}'
  const sign = (
    request: { path?: string; body?: string; timestamp?: string },
    secret = apiSecret,
  ) => signRequest({ method: 'POST', path: PATH, body: BODY, timestamp: TIME, ...request }, secret)
  const LATE = String(Number(TIME) - 3_600_000)
  const SECONDS = TIME.slice(0, 10)
  test.each<[string, () => Promise<string>, string]>([
    ['wrong-secret', () => sign({}, 'another-secret'), TIME],
    ['api-key-as-secret', () => sign({}, EMULATOR_MERCHANT.apiKey), TIME],
    ['path-without-prefix', () => sign({ path: '/orders' }), TIME],
    ['body-pretty-printed', () => sign({ body: '{\n  "a": 1\n}' }), TIME],
    ['body-re-serialised', () => sign({ body: '{"a": 1}' }), TIME],
    ['clock-behind', () => sign({ timestamp: LATE }), LATE],
    ['timestamp-in-seconds', () => sign({}), SECONDS],
    [
      'signature-url-safe',
      async () => (await sign({})).replaceAll('+', '-').replaceAll('/', '_'),
      TIME,
    ],
  ])('names %s', async (mistake, makeSignature, timestamp) => {
    const flags = ['--path', PATH, '--signature', await makeSignature(), '--timestamp', timestamp]
    const { exitCode, stdout } = await verify('request', flags, BODY)
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, mistakes: [mistake] })
  })

  test('exits 0 when a webhook is valid, and 1 when it is too old', async () => {
    const body = JSON.stringify({ status: 'SUCCEEDED' })
    const signature = await signWebhook(
      { timestamp: TIME, path: '/hook', body, scheme: 'request' },
      apiSecret,
    )
    const flags = ['--path', '/hook', '--signature', signature]
    expect(await verify('webhook', flags, body)).toMatchObject({ exitCode: 0 })
    const late = [
      'verify',
      'webhook',
      '--timestamp',
      TIME,
      '--now',
      String(Number(TIME) + 300_001),
      ...flags,
    ]
    const { exitCode, stdout } = await run(late, body)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('stale')
    expect(stdout).toContain('off by 300.0 seconds')
  })

  const EVENT = '{"status": "SUCCEEDED" }'
  const URL_OUTSIDE = 'https://shop.example/webhook/payment'
  // By node:crypto: core signs no path with a query.
  const signHook = (path: string, secret = apiSecret) => {
    const hash = createHash('sha256').update(EVENT).digest('base64')
    return createHmac('sha256', secret).update(`${TIME}\nPOST\n${path}\n${hash}`).digest('base64')
  }
  test.each<[string, string, readonly string[], string | undefined]>([
    ['path-prefix', signHook('/prod/hook'), ['--path', '/hook'], '/prod/hook'],
    ['path-trailing-slash', signHook('/hook/'), ['--path', '/hook'], '/hook/'],
    ['path-with-query', signHook('/hook?a=1'), ['--path', '/hook?a=1'], '/hook?a=1'],
    ['path-other', signHook('/hook'), ['--path', '/hook', '--callback-url', URL_OUTSIDE], '/hook'],
    ['path-or-secret', signHook('/hook', 'another-secret'), ['--path', '/hook'], undefined],
    ['path-or-secret', signHook('/elsewhere'), ['--path', '/hook'], undefined],
    [
      'wrong-secret',
      signHook('/hook', 'another-secret'),
      ['--path', '/hook', '--scheme', 'body'],
      undefined,
    ],
  ])('tells a wrong path from a wrong secret: %s', async (mistake, signature, flags, path) => {
    const { exitCode, stdout } = await verify(
      'webhook',
      [...flags, '--signature', signature],
      EVENT,
    )
    expect(exitCode).toBe(1)
    const { mistakes, match } = JSON.parse(stdout) as { mistakes: string[]; match?: object }
    expect(mistakes).toEqual([mistake])
    expect(match).toEqual(
      path === undefined ? undefined : { scheme: 'request', path, secretIndex: 0 },
    )
    expect(stdout).not.toContain(signature)
  })

  test('exits 0 when a webhook is valid for its callback URL', async () => {
    const flags = ['--path', '/hook', '--callback-url', `${URL_OUTSIDE}?a=1`]
    const signature = signHook('/webhook/payment')
    const result = await verify('webhook', [...flags, '--signature', signature], EVENT)
    expect(result).toMatchObject({ exitCode: 0 })
  })

  test('exits 1 when the bytes are authentic but no event', async () => {
    const signature = await signWebhook({ timestamp: TIME, body: '[]', scheme: 'body' }, apiSecret)
    const { exitCode, stdout } = await verify(
      'webhook',
      ['--path', '/hook', '--signature', signature],
      '[]',
    )
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ reason: 'malformed-event' })
  })
})

describe('trigger', () => {
  async function withShop<T>(
    status: number,
    use: (url: string, events: unknown[]) => Promise<T>,
  ): Promise<T> {
    const events: unknown[] = []
    const shop = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        const incoming = { headers: request.headers, body, path: '/hook' }
        void verifyWebhook(incoming, { apiSecret }).then((event) => {
          events.push(event)
          response.writeHead(status).end()
        })
      })
    })
    shop.listen(0, '127.0.0.1')
    await once(shop, 'listening')
    try {
      return await use(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`, events)
    } finally {
      shop.close()
      shop.closeAllConnections()
    }
  }

  test('sends a webhook that verifies', async () => {
    await withShop(200, async (url, events) => {
      const flags = ['--to', url, '--id', 'ORDER_1738112345000', '--amount', '5.00', '--json']
      const { exitCode, stdout } = await run(['trigger', 'payment.succeeded', ...flags])
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, httpStatus: 200 })
      expect(events).toMatchObject([
        { kind: 'payment', status: 'SUCCEEDED', data: { orderAmount: { value: '5.00' } } },
      ])
    })
  })

  test('exits 1 when the app does not answer with a 2xx, or not at all', async () => {
    await withShop(500, async (url) => {
      expect(await run(['trigger', 'unknown.notice', '--to', url])).toMatchObject({ exitCode: 1 })
    })
    const production = 'https://api.paystablecoin.global/hook'
    const { exitCode, stdout } = await run(['trigger', 'unknown.notice', '--to', production])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('production')
  })
})

describe('start', () => {
  test('listens until it is stopped', async () => {
    const child = spawn(process.execPath, [
      BIN,
      '--port',
      '0',
      '--json',
      '--seed',
      '7',
      '--faults',
      'http-500',
    ])
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url, apiSecret: secret } = JSON.parse(String(line)) as Record<string, string>
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(secret).toBe(apiSecret)
    const timestamp = String(Date.now())
    const signature = await signRequest({ method: 'GET', path: PATH, timestamp }, apiSecret)
    const headers = {
      'x-api-key': EMULATOR_MERCHANT.apiKey,
      'x-timestamp': timestamp,
      'x-signature': signature,
    }
    expect((await fetch(`${url}${PATH}`, { headers })).status).toBe(500)
    expect(await (await fetch(`${url}/`)).text()).toContain('Seed <code>7</code>')
    const taken = await run(['--port', new URL(String(url)).port])
    expect(taken).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('choose another --port'),
    })
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
  })

  test('exits 1 with a short message when it cannot listen', async () => {
    const { exitCode, stderr } = await run(['--port', '0', '--host', '192.0.2.1'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^error: .*192\.0\.2\.1\n$/)
  })

  test('listens again after it refused connections for a while', async () => {
    const child = spawn(process.execPath, [BIN, '--port', '0', '--json'])
    const closed = once(child, 'close')
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(String(line)) as Record<string, string>
    const asked = await fetch(`${url}/emulator/faults`, {
      method: 'POST',
      // An idle connection would keep the process alive.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: '{"kind":"refuse","forMs":500}',
    })
    expect(asked.status).toBe(200)
    await expect(fetch(`${url}/`)).rejects.toThrow(TypeError)
    await vi.waitFor(async () => expect((await fetch(`${url}/`)).status).toBe(200), 10_000)
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
  })
})

describe('a usage error exits with 2', () => {
  test.each([
    [['--port', 'many'], 'A port is a number'],
    [['--faults', 'boom'], 'kind must be one of'],
    [['--scheme', 'none'], 'Allowed choices are'],
    [['--host', 'api.paystablecoin.global', '--port', '0'], 'production'],
    [['--allow-host', 'http://shop.test', '--port', '0'], 'allowHosts[0] must be a host name'],
    [['frobnicate'], 'paystablecoin-emulator --help lists the commands'],
    [['trigger', 'payment.succeeded'], "required option '--to <url>'"],
    [['trigger', 'boom', '--to', 'http://127.0.0.1:9/'], 'Allowed choices are'],
    [['trigger', 'unknown.notice', '--to', 'javascript:alert(1)'], '--to must be an http(s) URL'],
    [['sign', 'request', '--path', 'orders', '--body', ''], 'path must be'],
    [
      ['verify', 'webhook', '--path', '/', '--timestamp', '1'],
      "required option '--signature <text>'",
    ],
    [
      [
        'verify',
        'webhook',
        '--path',
        '/',
        '--timestamp',
        '1',
        '--signature',
        'a',
        '--callback-url',
        '/hook',
      ],
      '--callback-url must be an http(s) URL',
    ],
  ])('%j', async (args, words) => {
    const { exitCode, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(words)
  })

  test('help exits with 0', async () => {
    const { exitCode, stdout } = await run(['start', '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('truncate-body')
  })
})
