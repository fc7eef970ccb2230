/**
 * The command as a process: environment, flags, exit codes, colours, TLS that only a process can be told to trust, and no secret.
 *
 * @module
 */
import { writeFile, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunningEmulator } from '@paystablecoin/emulator/node'
import { startEmulator } from '@paystablecoin/emulator/node'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readOptions } from '../src/cli/environment.ts'
import type { Report } from '../src/index.ts'
import { createAuthority } from './support/certificates.ts'
import type { Authority } from './support/certificates.ts'
import type { Finished } from './support/command.ts'
import { runInPipe, runOnTerminal } from './support/command.ts'
import { expectNoSecret, problemsOf } from './support/examine.ts'
import { serveAlways, serveShop } from './support/servers.ts'

const ESCAPE = '\u001B['

let emulator: RunningEmulator
let authority: Authority
let env: NodeJS.ProcessEnv = {}

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 })
  authority = await createAuthority()
  env = {
    PSC_MERCHANT_ID: EMULATOR_MERCHANT.merchantId,
    PSC_API_KEY: EMULATOR_MERCHANT.apiKey,
    PSC_API_SECRET: EMULATOR_MERCHANT.apiSecret,
    PSC_BASE_URL: emulator.url,
    PUBLIC_URL: await serveShop(),
  }
})
afterAll(() => emulator.close())

async function run(
  args: readonly string[] = [],
  changes: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const finished = await runInPipe(args, { ...env, ...changes })
  expectNoSecret(finished.output, { apiSecret: changes['PSC_API_SECRET'] })
  return finished
}

async function report(changes: NodeJS.ProcessEnv): Promise<Report> {
  const { output } = await run(['--json'], changes)
  return JSON.parse(output)
}

describe('the exit code', () => {
  it('is 0 when nothing failed, and 1 with --strict when there is a warning', async () => {
    const { exitCode, output } = await run()
    expect(output).toContain('7 passed, 1 warnings, 0 failed, 2 skipped')
    expect(exitCode).toBe(0)
    expect((await run(['--strict'])).exitCode).toBe(1)
  })

  it('is 1 when something failed, which is told with what to do', async () => {
    const { exitCode, output } = await run([], { PSC_API_SECRET: `${env['PSC_API_SECRET']}\n` })
    expect(exitCode).toBe(1)
    expect(output).toMatch(
      /^FAIL +secret .*white space.*\n +→ Set it again.*\(secret-white-space\)$/m,
    )
  })

  it.each([
    ['an unknown flag', ['--nope'], {}],
    ['a time that is none', ['--timeout', 'soon'], {}],
    ['an environment of the flag', ['--environment', 'staging'], {}],
    ['an environment of the variable', [], { PSC_BASE_URL: '', PSC_ENVIRONMENT: 'staging' }],
  ])('is 2 for %s', async (_what, args, changes) => {
    const { exitCode, output } = await run(args, changes)
    expect(exitCode).toBe(2)
    expect(output).toMatch(/^error: /m)
    expect(output).not.toContain('    at ')
  })

  it('is 2 for a file that is not there, or 9 where Node itself reads the flag', async () => {
    const { exitCode, output } = await run(['--env-file', '/nowhere/.env'])
    expect([2, 9]).toContain(exitCode)
    expect(output).toContain('/nowhere/.env')
    expect(() =>
      readOptions({ envFile: '/nowhere/.env', webhookPath: '/', timeout: 1 }, {}),
    ).toThrow(new TypeError('--env-file /nowhere/.env cannot be read'))
  })

  it.each(['--help', '--version'])('is 0 for %s', async (flag) => {
    const { exitCode, output } = await run([flag])
    expect(exitCode).toBe(0)
    expect(output).toMatch(flag === '--help' ? /Exit codes: 0/ : /^\d+\.\d+\.\d+/)
  })
})

describe('the settings', () => {
  it('come from flags, before the environment, before the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-env-'))
    const file = join(folder, '.env')
    await writeFile(
      file,
      `PSC_API_SECRET=${EMULATOR_MERCHANT.apiSecret}\nPSC_MERCHANT_ID=from-file\n`,
    )
    const changes = { PSC_API_SECRET: undefined, PSC_API_KEY: 'from-environment' }
    const { apiKey } = EMULATOR_MERCHANT
    const { exitCode } = await run(['--env-file', file, '--api-key', apiKey], changes)
    expect(exitCode).toBe(0)
  })

  it('name the webhook URL as a whole, or below PUBLIC_URL', async () => {
    const gone = await serveAlways(404)
    expect(problemsOf(await report({ PSC_CALLBACK_URL: gone }))).toContain(
      'callback callback-not-found',
    )
    const { exitCode } = await run(['--webhook-path', '/elsewhere', '--local'])
    expect(exitCode).toBe(0)
  })
})

describe('colours', () => {
  it('are for a terminal that wants them', async () => {
    expect((await run()).output).not.toContain(ESCAPE)
    expect((await runOnTerminal([], env)).output).toContain(ESCAPE)
    expect((await runOnTerminal([], { ...env, NO_COLOR: '1' })).output).not.toContain(ESCAPE)
    expect((await runOnTerminal(['--json'], env)).output).not.toContain(ESCAPE)
  })
})

describe('a certificate', () => {
  const problemsAt = async (url: string, isTrusted = true): Promise<string[]> =>
    problemsOf(
      await report({
        PSC_BASE_URL: url,
        PUBLIC_URL: undefined,
        ...(isTrusted ? { NODE_EXTRA_CA_CERTS: authority.file } : {}),
      }),
    )

  it('that is trusted passes', async () => {
    const url = await authority.serve('localhost', 2)
    const { ok, findings } = await report({
      PSC_BASE_URL: url,
      PUBLIC_URL: undefined,
      NODE_EXTRA_CA_CERTS: authority.file,
    })
    expect(ok).toBe(true)
    expect(findings.find(({ check }) => check === 'api')?.id).toBe('reachable')
  })

  it('that is not trusted fails', async () => {
    const url = await authority.serve('localhost', 2)
    expect(await problemsAt(url, false)).toEqual(['api tls-untrusted'])
  })

  it('that has expired fails', async () => {
    expect(await problemsAt(await authority.serve('localhost', -1))).toEqual(['api tls-expired'])
  })

  it('for another name fails', async () => {
    expect(await problemsAt(await authority.serve('shop.example', 2))).toEqual([
      'api tls-other-name',
    ])
  })

  it('is looked for in vain where the port speaks plain HTTP', async () => {
    const url = (await serveAlways(200)).replace('http:', 'https:')
    expect(await problemsAt(url)).toEqual(['api tls-failed'])
  })
})
