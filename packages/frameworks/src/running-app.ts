/**
 * An app that runs: started as its framework's documents say, reached over loopback, with an emulator as its provider.
 * Must not know what is expected of it.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { startProcess } from '@paystablecoin/runtimes/start-command'
import type { RunningCommand } from '@paystablecoin/runtimes/start-command'
import { until } from '@paystablecoin/runtimes/until'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import type { RunningEmulator } from '@paystablecoin/emulator/node'
import { buildApp, createApp, findRuntime, QUIET } from './app.ts'
import type { Tarballs } from './app.ts'
import type { Framework } from './framework.ts'
import { sendByHttp, sendByHttp2 } from './send.ts'
import type { Send } from './send.ts'

/** What the cases have of an app. */
export interface RunningApp {
  /** Where the shop is, with the prefix of its gateway. */
  readonly url: string
  readonly send: Send
  /** What it printed so far. */
  readonly output: () => string
  readonly emulator: RunningEmulator
}

const START_MS = 60_000

/** Installs, builds and starts an app, lets it be used, and stops it. */
export async function withRunningApp<Result>(
  framework: Framework,
  tarballs: Tarballs,
  use: (app: RunningApp) => Promise<Result>,
): Promise<Result> {
  const folder = await createApp(framework, tarballs)
  const send = framework.http2 === true ? sendByHttp2 : sendByHttp
  const emulator = await startEmulator({ port: 0, seed: 15, webhookFetch: toFetch(send) })
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}${framework.prefix ?? ''}`
  const env = toEnvironment(framework, { port, url, emulatorUrl: emulator.url })
  try {
    await buildApp(folder, framework, env)
    const command = await findRuntime(framework)
    const process = startProcess(command, framework.start, { cwd: folder, env })
    const { output, stop } = process
    try {
      await waitUntilItListens(url, send, process)
      return await use({ url, send, output, emulator })
    } finally {
      await stop()
    }
  } finally {
    await emulator.close()
  }
}

function toEnvironment(
  framework: Framework,
  { port, url, emulatorUrl }: { port: number; url: string; emulatorUrl: string },
): Readonly<Record<string, string>> {
  return {
    ...QUIET,
    ...framework.env,
    HOST: '127.0.0.1',
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    ORIGIN: new URL(url).origin,
    PUBLIC_URL: url,
    PSC_BASE_URL: emulatorUrl,
    PSC_API_KEY: EMULATOR_MERCHANT.apiKey,
    PSC_API_SECRET: EMULATOR_MERCHANT.apiSecret,
  }
}

async function waitUntilItListens(
  url: string,
  send: Send,
  { output, ended }: RunningCommand,
): Promise<void> {
  const listening = until(
    () => send(new Request(`${url}/`)),
    ({ status }) => status > 0,
    START_MS,
  )
  const stopped = ended.then(() => Promise.reject(new Error('it ended')))
  await Promise.race([listening, stopped]).catch((cause: unknown) => {
    throw new Error(`it does not listen: ${String(cause)}\n${output().slice(-2000)}`, { cause })
  })
}

function toFetch(send: Send): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, text } = await send(request)
    return new Response(text, { status })
  }
}
