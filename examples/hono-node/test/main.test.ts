import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage } from '../demo/browser.ts'
import { readSettings } from '../src/settings.ts'
import { occupyPort, startProcess, waitForText } from './support/process.ts'
import type { Run } from './support/process.ts'

const CREDENTIALS = {
  PSC_MERCHANT_ID: '1000',
  PSC_API_KEY: 'PSTGTESTKEY',
  PSC_API_SECRET: 'a-secret-of-the-tests',
  PSC_BASE_URL: 'http://127.0.0.1:9',
}

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'shop-'))
})
afterAll(() => rm(cwd, { recursive: true }))

const startMain = (env: NodeJS.ProcessEnv): Run => startProcess('src/main.js', { env, cwd })

describe('npm start', () => {
  it('opens the shop, and on SIGTERM closes it and ends with 0', async () => {
    const run = startMain({ ...CREDENTIALS, PORT: '0' })
    const url = await waitForText(run, /The shop is open: (\S+)\nPayStablecoin/)
    expect(run.output()).toContain(`dashboard): ${CREDENTIALS.PSC_BASE_URL}`)
    expect((await openPage(url)).status).toBe(200)
    run.child.kill('SIGTERM')
    expect(await run.exitCode).toBe(0)
    expect(run.output()).toContain('The shop is closed.')
    await expect(openPage(url)).rejects.toThrow('fetch failed')
  })

  it('ends with 1 and the reason when its port is taken', async () => {
    const { port } = await occupyPort()
    const run = startMain({ ...CREDENTIALS, PORT: String(port) })
    expect(await run.exitCode).toBe(1)
    expect(run.output()).toContain('The shop is closed: listen EADDRINUSE')
  })

  it('ends with 1 and the name of a setting that is missing', async () => {
    const run = startMain({})
    expect(await run.exitCode).toBe(1)
    expect(run.output()).toContain('PSC_MERCHANT_ID is missing: see .env.example')
  })
})

describe('npm run start:web and start:worker', () => {
  const apart = (...args: string[]): Run =>
    startProcess('src/main.js', { args, env: CREDENTIALS, cwd })

  it.each(['web', 'worker'])(
    'refuse the embedded Postgres, which is for one process: %s',
    async (role) => {
      const run = apart(role)
      expect(await run.exitCode).toBe(1)
      expect(run.output()).toContain(`The shop is closed: ${role} apart needs DATABASE_URL`)
    },
  )

  it.each([[['cron']], [['web', 'worker']]])('refuse %j', async (args) => {
    const run = apart(...args)
    expect(await run.exitCode).toBe(1)
    expect(run.output()).toContain('the only arguments are "web" or "worker"')
  })
})

describe('the settings', () => {
  it('of .env.example are those of the local emulator', async () => {
    const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8')
    expect(readSettings(parseEnv(text)).paystablecoin).toEqual({
      ...EMULATOR_MERCHANT,
      baseUrl: 'http://127.0.0.1:4010',
    })
  })

  it('keep the orders in a folder unless there is a server', () => {
    expect(readSettings(CREDENTIALS)).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      database: { folder: '.data' },
    })
    const url = 'postgres://127.0.0.1/shop'
    expect(readSettings({ ...CREDENTIALS, DATABASE_URL: url }).database).toEqual({ url })
  })

  it('name an environment of the provider where no base URL is given', () => {
    const { PSC_BASE_URL: _, ...account } = CREDENTIALS
    const named = { ...account, PSC_ENVIRONMENT: 'production' }
    expect(readSettings(named).paystablecoin).toMatchObject({ environment: 'production' })
    expect(() => readSettings(account)).toThrow('PSC_ENVIRONMENT is missing')
    expect(() => readSettings({ ...account, PSC_ENVIRONMENT: 'live' })).toThrow(
      'must be "production" or "sandbox"',
    )
  })

  it('cut the public URL to its origin', () => {
    const settings = readSettings({ ...CREDENTIALS, PUBLIC_URL: 'https://shop.example/' })
    expect(settings.publicUrl).toBe('https://shop.example')
  })

  it.each(['x', '-1', '65536', '80.5'])('reject the port %s', (PORT) => {
    expect(() => readSettings({ ...CREDENTIALS, PORT })).toThrow('PORT must be a number')
  })
})
