/**
 * The suite and Hono's contract in a worker with `nodejs_compat`.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import { fetchApp, startHonoAt } from '../adapters/hono-workerd.ts'
import { runContract } from '../adapters/run-contract.ts'

async function run(origin: string): Promise<Response> {
  const portable = await runPortable({ core, emulator })
  const names = { runtime: 'workerd-nodejs', group: 'hono' }
  return Response.json([...portable, ...(await runContract(names, startHonoAt(origin)))])
}

export default {
  fetch: (...args: Parameters<typeof fetchApp>): Response | Promise<Response> => {
    const { pathname, origin } = new URL(args[0].url)
    return pathname === '/run' ? run(origin) : fetchApp(...args)
  },
}
