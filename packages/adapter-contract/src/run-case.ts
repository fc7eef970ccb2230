/**
 * Runs one case of the contract against one adapter, in any test runner.
 *
 * @module
 */
import type { AdapterServer, StartAdapter } from './adapter.ts'
import type { ContractCase, ContractTest } from './contract-case.ts'
import { openShops } from './support/shop.ts'

/** Runs a case and closes what it opened. Rejects when the case fails. `print` gets what it measured. */
export async function runCase(
  { run }: ContractCase,
  start: StartAdapter,
  print: ContractTest['print'],
): Promise<void> {
  const servers: AdapterServer[] = []
  const startTracked: StartAdapter = async (webhooks) => {
    const server = closeOnce(await start(webhooks))
    servers.push(server)
    return server
  }
  const openAll: ContractTest['openAll'] = (options) => openShops(startTracked, options)
  const open: ContractTest['open'] = async (options = {}) => {
    const [shop] = await openAll([options])
    if (shop === undefined) throw new Error('no shop was opened')
    return shop
  }
  try {
    await run({ open, openAll, print })
  } catch (error) {
    // Not awaited: a handler that the case blocks would block the close, and hide the error.
    for (const server of servers) server.close().catch(() => undefined)
    throw error
  }
  await Promise.all(servers.map((server) => server.close()))
}

function closeOnce(server: AdapterServer): AdapterServer {
  let closing: Promise<void> | undefined
  return { ...server, close: () => (closing ??= server.close()) }
}
