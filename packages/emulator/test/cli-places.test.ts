/**
 * Each command as a process, in a pipe and on a terminal: its output, its exit code, `--json`.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { createClient, signWebhook } from '@paystablecoin/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningEmulator } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import { EMULATOR_MERCHANT } from '../src/index.ts'
import type { Place } from './support/command.ts'
import { BIN, runCommand, startCommand } from './support/command.ts'

const PLACES: readonly Place[] = ['pipe', 'tty']
const ESCAPE = '\u001B['
const ID = 'ORDER_1738112345000'
const RED = '\u001B[31m'
const GREEN = '\u001B[32m'

const shop = createServer((request, response) => {
  request.resume()
  const isShouting = request.url === '/shouts'
  const isFailing = isShouting || request.url === '/fails'
  const body = isShouting ? '\u001B[31mred\r\nalert' : '{"code":"00000"}'
  response.writeHead(isFailing ? 500 : 200).end(body)
})
let shopUrl = ''
beforeAll(async () => {
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})
afterAll(() => {
  shop.closeAllConnections()
  shop.close()
})

function shopOf(baseUrl: string) {
  const client = createClient({ ...EMULATOR_MERCHANT, baseUrl, maxRetries: 0 })
  return {
    client,
    order: (callbackUrl = `${shopUrl}/hook`) =>
      client.orders.create({
        merchantOrderId: ID,
        orderAmount: { value: '18.50', currency: 'USD' },
        expiresAt: new Date(Date.now() + 30 * 60_000),
        returnUrl: `${shopUrl}/orders/1`,
        callbackUrl,
      }),
  }
}

const pay = (checkoutUrl: string) =>
  fetch(`${checkoutUrl}/pay`, { method: 'POST', redirect: 'manual' })

describe.each(PLACES)('start, in a %s', (place) => {
  test('prints a line for each call and webhook, with its verdict', async () => {
    const started = startCommand(place, ['--port', '0'])
    const [, url = ''] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(await started.until('Ctrl-C')) ?? []
    const { client, order } = shopOf(url)
    const { checkoutUrl } = await order()
    await started.until('create order')
    await expect(client.orders.retrieve('NO_SUCH_ORDER_0001')).rejects.toThrow('40901')
    await pay(checkoutUrl)
    await started.until('payment SUCCEEDED')
    const { exitCode, output } = await started.stop()
    expect(exitCode).toBe(0)
    const [, lines = ''] = output.split('Ctrl-C to stop.\n')
    const [created, unknown, processing, succeeded] = lines.split('\n')
    expect(created).toMatch(/call.*create order.*ORDER_1738112345000.*18\.50 USD.*INIT/)
    expect(unknown).toMatch(/call.*query order.*NO_SUCH_ORDER_0001.*40901.*order not found/)
    expect(processing).toMatch(/webhook.*payment PROCESSING.*ORDER_1738112345000.*HTTP 200.*#1/)
    expect(succeeded).toMatch(/webhook.*payment SUCCEEDED.*18\.50 USD.*HTTP 200.*#2/)
    expect(created?.includes(GREEN)).toBe(place === 'tty')
    expect(unknown?.includes(RED)).toBe(place === 'tty')
    expect(lines).not.toContain(EMULATOR_MERCHANT.apiSecret)
  })

  test('folds repeated polls', async () => {
    const started = startCommand(place, ['--port', '0'])
    const [, url = ''] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(await started.until('Ctrl-C')) ?? []
    const { client, order } = shopOf(url)
    await order()
    for (let count = 0; count < 3; count += 1) await client.orders.retrieve(ID)
    if (place === 'tty') await started.until('×3')
    await expect(client.orders.retrieve('NO_SUCH_ORDER_0001')).rejects.toThrow('40901')
    await started.until('NO_SUCH')
    const { output } = await started.stop()
    const polls = output.split('\n').filter((line) => line.includes(`query order`))
    // A terminal shows the last of the three in the place of the others.
    const shown = polls.filter((line) => line.includes(ID) && !line.includes('[1A'))
    expect(shown).toHaveLength(1)
    expect(output.includes('[1A')).toBe(place === 'tty')
  })

  test("a shop's answer does not command the terminal", async () => {
    const started = startCommand(place, ['--port', '0'])
    const [, url = ''] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(await started.until('Ctrl-C')) ?? []
    const { checkoutUrl } = await shopOf(url).order(`${shopUrl}/shouts`)
    await pay(checkoutUrl)
    await started.until('HTTP 500')
    const { output } = await started.stop()
    expect(stripVTControlCharacters(output)).toMatch(/HTTP 500 {2}red alert {2}/)
    expect(output).not.toContain(`${RED}red`)
  })

  test('--quiet prints none', async () => {
    const started = startCommand(place, ['--port', '0', '--quiet'])
    const [, url = ''] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(await started.until('Ctrl-C')) ?? []
    await shopOf(url).order()
    expect((await started.stop()).output).not.toContain('create order')
  })

  test('--json prints a line of JSON for each, polls too', async () => {
    const started = startCommand(place, ['--port', '0', '--json'])
    const first = (await started.until('\n')).split('\n')[0] ?? ''
    const { url } = JSON.parse(first) as { readonly url: string }
    const { client, order } = shopOf(url)
    const { checkoutUrl } = await order()
    await client.orders.retrieve(ID)
    await client.orders.retrieve(ID)
    await pay(checkoutUrl)
    await started.until('payment SUCCEEDED')
    const { output } = await started.stop()
    expect(output).not.toContain(ESCAPE)
    const lines = output.split('\n').filter((line) => line.startsWith('{'))
    const entries = lines.slice(1).map((line) => JSON.parse(line) as object)
    expect(entries).toMatchObject([
      { type: 'call', what: 'create order', id: ID, amount: '18.50 USD', ok: true },
      { what: 'query order', status: 'INIT' },
      { what: 'query order' },
      { type: 'webhook', what: 'payment PROCESSING', verdict: 'HTTP 200', deliveryId: '1' },
      { type: 'webhook', what: 'payment SUCCEEDED', attempt: 1 },
    ])
  })

  test('NO_COLOR prints no colours', async () => {
    const started = startCommand(place, ['--port', '0'], { NO_COLOR: '1' })
    const [, url = ''] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(await started.until('Ctrl-C')) ?? []
    await shopOf(url).order()
    await started.until('create order')
    expect((await started.stop()).output).not.toContain(ESCAPE)
  })

  test('--env prints variables to source, and starts nothing', async () => {
    const args = ['--env', '--port', '4011', '--api-secret', "it's secret"]
    expect(await runCommand(place, args)).toEqual({
      exitCode: 0,
      output: [
        'export PSC_BASE_URL=http://127.0.0.1:4011',
        'export PSC_MERCHANT_ID=1000',
        `export PSC_API_KEY=${EMULATOR_MERCHANT.apiKey}`,
        String.raw`export PSC_API_SECRET='it'\''s secret'`,
        '',
      ].join('\n'),
    })
    const json = await runCommand(place, ['--env', '--json'])
    expect(JSON.parse(json.output)).toMatchObject({ PSC_BASE_URL: 'http://127.0.0.1:4010' })
    expect(await runCommand(place, ['--env', '--port', '0'])).toMatchObject({ exitCode: 2 })
  })
})

test('it ends without a word when nobody reads on, as with head', async () => {
  const child = spawn('sh', [
    '-c',
    `"$0" "$1" --help | head -n 1; "$0" "$1" --help | true`,
    process.execPath,
    BIN,
  ])
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  child.stdout.resume()
  await once(child, 'close')
  expect(errors).toBe('')
})

describe.each(PLACES)('against an emulator that runs, in a %s', (place) => {
  let running: RunningEmulator
  beforeAll(async () => {
    running = await startEmulator({ port: 0, webhookRetryDelaysMs: [] })
    const { order, client } = shopOf(running.url)
    await order(`${shopUrl}/fails`)
    await running.emulator.pay(ID)
    await expect(client.orders.retrieve('NO_SUCH_ORDER_0001')).rejects.toThrow('40901')
  })
  afterAll(() => running.close())

  test('logs prints what it has seen', async () => {
    const { exitCode, output } = await runCommand(place, ['logs', '--url', running.url])
    expect(exitCode).toBe(0)
    const lines = output.trim().split('\n')
    expect(lines).toHaveLength(4)
    // As it was answered, not as it is by now.
    expect(lines[0]).toMatch(/create order.*INIT/)
    expect(lines[1]).toMatch(/payment PROCESSING.*HTTP 500.*given up: no more retries/)
    expect(output.includes(ESCAPE)).toBe(place === 'tty')
  })

  test('logs --json prints the entries of an order, or the failed ones', async () => {
    const logs = async (...flags: string[]) =>
      (await runCommand(place, ['logs', '--url', running.url, '--json', ...flags])).output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { readonly what: string }).what)
    expect(await logs('--order', ID)).toEqual([
      'create order',
      'payment PROCESSING',
      'payment SUCCEEDED',
    ])
    expect(await logs('--order', ID, '--failed')).toHaveLength(2)
  })

  test('logs --follow goes on with what happens, until the emulator ends', async () => {
    const other = await startEmulator({ port: 0 })
    const following = startCommand(place, ['logs', '--follow', '--url', other.url])
    await shopOf(other.url).order()
    await following.until('create order')
    await other.emulator.pay(ID)
    await following.until('payment SUCCEEDED')
    await other.close()
    expect(await following.ended()).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining(`error: The emulator at ${other.url} has ended.`),
    })
  })

  test('events resend sends a webhook again, and shows the answer', async () => {
    const failed = await runCommand(place, ['events', 'resend', '1', '--url', running.url])
    expect(failed.exitCode).toBe(1)
    expect(failed.output).toMatch(/payment PROCESSING.*HTTP 500.*#1.*attempt \d/)
    const args = ['events', 'resend', '2', '--url', running.url, '--json']
    expect(JSON.parse((await runCommand(place, args)).output)).toMatchObject({
      what: 'payment SUCCEEDED',
      ok: false,
      deliveryId: '2',
    })
  })

  test('events resend says when there is no such webhook', async () => {
    const args = ['events', 'resend', '99', '--url', running.url]
    expect(await runCommand(place, args)).toEqual({
      exitCode: 1,
      output: `error: The emulator at ${running.url} refused: webhook not found with the id 99.\n`,
    })
  })

  test.each([['logs'], ['events', 'resend', '1']])('%s %s says when none runs', async (...args) => {
    const { exitCode, output } = await runCommand(place, [
      ...args.filter((arg) => arg !== undefined),
      '--url',
      'http://127.0.0.1:9',
    ])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/^error: No emulator answers at http:\/\/127\.0\.0\.1:9/)
  })
})

describe.each(PLACES)('without an emulator, in a %s', (place) => {
  const TIME = '1738112345000'

  test('trigger shows what the shop answered', async () => {
    const good = await runCommand(place, [
      'trigger',
      'payment.succeeded',
      '--to',
      `${shopUrl}/hook`,
    ])
    expect(good.exitCode).toBe(0)
    expect(good.output).toContain(`HTTP 200 from ${shopUrl}/hook`)
    expect(good.output.includes(GREEN)).toBe(place === 'tty')
    const args = ['trigger', 'refund.failed', '--to', `${shopUrl}/fails`, '--json']
    const bad = await runCommand(place, args)
    expect(bad.exitCode).toBe(1)
    expect(JSON.parse(bad.output)).toMatchObject({ ok: false, httpStatus: 500 })
  })

  test('sign request and verify request agree', async () => {
    const path = '/api/v1/merchants/1000/orders'
    const args = ['request', '--path', path, '--body', '{}', '--timestamp', TIME]
    const signed = await runCommand(place, ['sign', ...args, '--json'])
    expect(signed.exitCode).toBe(0)
    const { 'X-Signature': signature = '' } = JSON.parse(signed.output) as Record<string, string>
    const verify = ['verify', ...args, '--now', TIME, '--signature', signature]
    const good = await runCommand(place, verify)
    expect(good).toMatchObject({ exitCode: 0, output: expect.stringContaining('is valid') })
    const bad = await runCommand(place, [...verify, '--path', `${path}/`, '--json'])
    expect(bad.exitCode).toBe(1)
    expect(JSON.parse(bad.output)).toMatchObject({ mistakes: ['path-trailing-slash'] })
  })

  test('sign prints the headers', async () => {
    const args = ['sign', 'webhook', '--path', '/hook', '--body', '{}', '--timestamp', TIME]
    const plain = await runCommand(place, args)
    expect(plain.exitCode).toBe(0)
    expect(plain.output).toContain('X-Signature')
    expect(plain.output.includes(ESCAPE)).toBe(place === 'tty')
    const json = await runCommand(place, [...args, '--json'])
    expect(JSON.parse(json.output)).toMatchObject({ 'X-Timestamp': TIME })
  })

  test('verify says what is wrong', async () => {
    const parts = { timestamp: TIME, path: '/hook', body: '{}', scheme: 'request' } as const
    const signature = await signWebhook(parts, EMULATOR_MERCHANT.apiSecret)
    const args = ['verify', 'webhook', '--body', '{}', '--timestamp', TIME, '--now', TIME]
    const verify = (...flags: string[]) =>
      runCommand(place, [...args, '--signature', signature, ...flags])
    const good = await verify('--path', '/hook')
    expect(good).toMatchObject({ exitCode: 0, output: expect.stringContaining('is valid') })
    const bad = await verify('--path', '/hook/')
    expect(bad).toMatchObject({ exitCode: 1, output: expect.stringContaining('differ by a "/"') })
    expect(bad.output.includes(RED)).toBe(place === 'tty')
    const json = await verify('--path', '/other', '--api-secret', 'another', '--json')
    const { mistakes, advice } = JSON.parse(json.output) as Record<string, string>
    expect(mistakes).toContain('path-or-secret')
    expect(advice).toMatch(/^The path or the secret is another one/)
  })

  test('--version prints the version of the package', async () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    const { version } = JSON.parse(manifest) as { readonly version: string }
    expect(await runCommand(place, ['--version'])).toEqual({ exitCode: 0, output: `${version}\n` })
  })

  test.each([
    ['strat', 'start'],
    ['log', 'logs'],
    ['tirgger', 'trigger'],
    ['verfy', 'verify'],
  ])('the unknown command %s is named with the nearest one', async (wrong, right) => {
    const { exitCode, output } = await runCommand(place, [wrong])
    expect(exitCode).toBe(2)
    expect(output).toContain(`unknown command '${wrong}'`)
    expect(output).toContain(`Did you mean ${right}?`)
  })
})
