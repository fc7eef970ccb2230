import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { describe, expect, it, vi } from 'vitest'
import { runAuto } from '../demo/auto.ts'
import { startOnFreePort } from '../demo/free-port.ts'
import { startDemo } from '../demo/start-demo.ts'
import { occupyPort, startProcess, waitForText } from './support/process.ts'
import type { Run } from './support/process.ts'

const ANY_PORTS = ['--shop-port', '0', '--emulator-port', '0']
const startMain = (...args: string[]): Run => startProcess('demo/main.js', { args })

describe('pnpm demo --auto', () => {
  it('buys, pays and refunds, shows each signed request and webhook, and ends with 0', async () => {
    const run = startMain('--auto', ...ANY_PORTS)
    const exitCode = await run.exitCode
    const lines = run.output().split('\n')
    expect(lines).toEqual(expect.arrayContaining(['order SUCCEEDED', 'refund SUCCEEDED']))
    expect(exitCode).toBe(0)
    const signed = lines.filter((line) => line.startsWith('  signed '))
    // On a busy machine the shop may have asked meanwhile.
    expect(signed.filter((line) => !line.includes('GET'))).toEqual([
      '  signed request  POST /api/v1/merchants/1000/orders',
      '  signed webhook, PROCESSING  POST /webhook/payment',
      '  signed webhook, SUCCEEDED  POST /webhook/payment',
      '  signed request  POST /api/v1/merchants/1000/refunds',
      '  signed webhook, PROCESSING  POST /webhook/refund',
      '  signed webhook, SUCCEEDED  POST /webhook/refund',
    ])
    expect(run.output().match(/X-Timestamp: [0-9]{13}\n/g)).toHaveLength(signed.length)
    expect(run.output().match(/X-Signature: [A-Za-z0-9+/]{43}=\n/g)).toHaveLength(signed.length)
    expect(run.output()).not.toContain(EMULATOR_MERCHANT.apiSecret)
    const about = signed.map((line) => lines[lines.indexOf(line) + 1] ?? '')
    expect(about[0]).toMatch(/^    about: shop-[0-9a-f-]{36} 4\.50 USD$/)
    expect(about.at(-1)).toMatch(/^    about: refund-[0-9a-f-]{36} 4\.50 USDT$/)
  })

  it('ends with 1 and the reason when it takes too long', async () => {
    const run = startMain('--auto', '--time-limit-ms', '1', ...ANY_PORTS)
    expect(await run.exitCode).toBe(1)
    expect(run.output()).toContain('The demo failed: It was not done within 1 ms.')
    expect(run.output()).not.toContain('refund SUCCEEDED')
  })

  it('fails with the reason when the shop’s secret is not the provider’s', async () => {
    const demo = await startDemo({
      shopPort: 0,
      emulatorPort: 0,
      say: () => undefined,
      apiSecret: 'another-secret-000000000000000000000000000',
    })
    const error = vi.spyOn(console, 'error').mockReturnValue()
    const auto = runAuto(demo, { say: () => undefined, timeLimitMs: 10_000 })
    await expect(auto).rejects.toThrow(
      'The shop opened no checkout page: Payment page not available',
    )
    expect(String(error.mock.lastCall?.[1])).toContain('ApiError')
    error.mockRestore()
    await demo.close()
  })
})

describe('pnpm demo', () => {
  it('says where to go, takes the next free ports, and on Ctrl-C closes them and ends with 0', async () => {
    const [shop, emulator] = await Promise.all([occupyPort(), occupyPort()])
    const run = startMain('--shop-port', `${shop.port}`, '--emulator-port', `${emulator.port}`)
    await waitForText(run, /(Ctrl-C stops both)/)
    const output = run.output()
    for (const [name, { port }] of Object.entries({ shop, emulator })) {
      expect(output).toContain(`Port ${port} is taken, so the ${name} tries ${port + 1}.`)
    }
    const shopUrl = await waitForText(run, /The shop +(http\S+)\n/)
    const emulatorUrl = await waitForText(run, /PayStablecoin +(http\S+) /)
    expect(output).toContain(`Its dashboard   ${emulatorUrl}/ `)
    expect(Number(new URL(shopUrl).port)).toBeGreaterThan(shop.port)
    expect(Number(new URL(emulatorUrl).port)).toBeGreaterThan(emulator.port)
    expect((await fetch(shopUrl)).status).toBe(200)

    run.child.kill('SIGINT')
    expect(await run.exitCode).toBe(0)
    expect(run.output()).toMatch(/Stopped\.\n$/)
    for (const url of [shopUrl, emulatorUrl]) {
      await expect(fetch(url)).rejects.toThrow('fetch failed')
    }
  })

  it.each([
    [['--shop-port', 'x'], '--shop-port must be a whole number from 0 to 65535'],
    [['--autopilot'], "Unknown option '--autopilot'"],
  ])('rejects %j with the reason', async (args, reason) => {
    const run = startMain(...args)
    expect(await run.exitCode).toBe(1)
    expect(run.output()).toContain(reason)
  })

  it('shows its options', async () => {
    const run = startMain('--', '--help')
    expect(await run.exitCode).toBe(0)
    expect(run.output()).toContain('--time-limit-ms')
  })

  it('says that no port is free when none is', async () => {
    const lines: string[] = []
    const search = {
      name: 'shop',
      port: 65_534,
      say: (line: string) => void lines.push(line),
      start: () => Promise.reject(Object.assign(new Error('taken'), { code: 'EADDRINUSE' })),
    }
    await expect(startOnFreePort(search)).rejects.toThrow(
      'No port from 65534 to 65535 is free for the shop.',
    )
    expect(lines).toEqual(['Port 65534 is taken, so the shop tries 65535.', 'Port 65535 is taken.'])
  })

  it('does not try the next port after another failure', async () => {
    const start = () => Promise.reject(Object.assign(new Error('forbidden'), { code: 'EACCES' }))
    const search = { name: 'shop', port: 80, say: () => undefined, start }
    await expect(startOnFreePort(search)).rejects.toThrow('forbidden')
  })
})
