/**
 * The whole system on loopback: the sandbox, the shop, and a database in memory.
 * Knows nothing of arguments, signals or exit codes.
 *
 * @module
 */
import { SANDBOX_MERCHANT } from '@paystablecoin/sandbox'
import { startSandbox } from '@paystablecoin/sandbox/node'
import { openDatabase } from '../src/database.ts'
import { startShop } from '../src/server.ts'
import { startOnFreePort } from './free-port.ts'
import { createTrace } from './trace.ts'
import type { Trace } from './trace.ts'

// A person who watches should see soon that an order was cancelled or has expired.
const RECONCILE_EVERY_MS = 5_000

/** How the demo is started. */
export interface DemoOptions {
  readonly shopPort: number
  readonly sandboxPort: number
  readonly say: (line: string) => void
  /** The secret that the shop uses: with another than the sandbox's, webhooks are rejected. @default the sandbox's */
  readonly apiSecret?: string | undefined
}

/** A demo that runs. */
export interface RunningDemo {
  readonly shopUrl: string
  readonly sandboxUrl: string
  readonly trace: Trace
  /** Closes the ports and the database. */
  readonly close: () => Promise<void>
}

/** Starts the sandbox and the shop, each on its port or the next free one. What was started is closed when the rest fails. */
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
  { say, shopPort, sandboxPort, apiSecret = SANDBOX_MERCHANT.apiSecret }: DemoOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<RunningDemo, 'close'>> {
  const trace = createTrace(say)
  const sandbox = await startOnFreePort({
    name: 'sandbox',
    port: sandboxPort,
    say,
    start: (port) => startSandbox({ port, webhookFetch: trace.webhookFetch }),
  })
  closers.push(sandbox.close)

  const database = await openDatabase({ memory: true })
  closers.push(database.close)

  const credentials = { ...SANDBOX_MERCHANT, apiSecret }
  const paystablecoin = { ...credentials, baseUrl: sandbox.url, fetch: trace.clientFetch }
  const shop = await startOnFreePort({
    name: 'shop',
    port: shopPort,
    say,
    start: (port) =>
      startShop({
        host: '127.0.0.1',
        port,
        publicUrl: undefined,
        database,
        paystablecoin,
        reconcileEveryMs: RECONCILE_EVERY_MS,
      }),
  })
  closers.push(shop.close)
  return { shopUrl: shop.url, sandboxUrl: sandbox.url, trace }
}
