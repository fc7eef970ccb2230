/**
 * The whole system on loopback: the emulator, the shop, and a database in memory.
 * Knows nothing of arguments, signals or exit codes.
 *
 * @module
 */
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { startEmulator } from '@paystablecoin/emulator/node'
import { openDatabase } from '../src/database.ts'
import { openParts } from '../src/parts.ts'
import { startWeb } from '../src/web.ts'
import { startWorker } from '../src/worker.ts'
import { startOnFreePort } from './free-port.ts'
import { createTrace } from './trace.ts'
import type { Trace } from './trace.ts'

// A person who watches should see soon that an order was cancelled or has expired.
const RECONCILE_EVERY_MS = 5_000

/** How the demo is started. */
export interface DemoOptions {
  readonly shopPort: number
  readonly emulatorPort: number
  readonly say: (line: string) => void
  /** The secret that the shop uses: with another than the emulator's, webhooks are rejected. @default the emulator's */
  readonly apiSecret?: string | undefined
}

/** A demo that runs. */
export interface RunningDemo {
  readonly shopUrl: string
  readonly emulatorUrl: string
  readonly trace: Trace
  /** Closes the ports and the database. */
  readonly close: () => Promise<void>
}

/** Starts the emulator and the shop, each on its port or the next free one. What was started is closed when the rest fails. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const closeOne of closers.toReversed()) await closeOne()
  }
  try {
    return { ...(await startParts(options, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startParts(
  { say, shopPort, emulatorPort, apiSecret = EMULATOR_MERCHANT.apiSecret }: DemoOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<RunningDemo, 'close'>> {
  const trace = createTrace(say)
  const emulator = await startOnFreePort({
    name: 'emulator',
    port: emulatorPort,
    say,
    start: (port) => startEmulator({ port, webhookFetch: trace.webhookFetch }),
  })
  closers.push(emulator.close)

  const database = await openDatabase({ memory: true })
  closers.push(database.close)

  const credentials = { ...EMULATOR_MERCHANT, apiSecret }
  const paystablecoin = { ...credentials, baseUrl: emulator.url, fetch: trace.clientFetch }
  const parts = await openParts(database, paystablecoin)
  closers.push(parts.close)
  const worker = await startWorker(parts, { reconcileEveryMs: RECONCILE_EVERY_MS })
  closers.push(worker.close)
  const web = await startOnFreePort({
    name: 'shop',
    port: shopPort,
    say,
    start: (port) => startWeb(parts, { host: '127.0.0.1', port }),
  })
  closers.push(web.close)
  return { shopUrl: web.url, emulatorUrl: emulator.url, trace }
}
