/**
 * `pnpm demo`: the emulator and the shop until Ctrl-C or, with `--auto`, one purchase and its refund.
 *
 * @module
 */
import { HELP, readArguments } from './arguments.ts'
import type { DemoArguments } from './arguments.ts'
import { runAuto } from './auto.ts'
import { startDemo } from './start-demo.ts'
import type { RunningDemo } from './start-demo.ts'

const say = (line: string): void => console.log(line)

try {
  const args = readArguments(process.argv.slice(2))
  if (args.help) say(HELP)
  else await run(args)
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function run(args: DemoArguments): Promise<void> {
  const stopped = untilStopped()
  const demo = await startDemo({ ...args, say })
  say(`\nThe shop        ${demo.shopUrl}`)
  say(`PayStablecoin   ${demo.emulatorUrl}  (the local emulator: no account, no real money)`)
  say(`Its dashboard   ${demo.emulatorUrl}/  (what happened to each order, and why)`)
  try {
    if (args.auto) await Promise.race([runAuto(demo, { say, ...args }), stopped.then(complain)])
    else await showAround(demo, stopped)
  } finally {
    await demo.close()
  }
}

async function showAround(demo: RunningDemo, stopped: Promise<void>): Promise<void> {
  say(`
1. Open ${demo.shopUrl} and press Buy.
2. On the checkout page press Pay; or Cancel, or Pay too little.
3. Watch the order's page, then press Refund.

Each signed request and webhook is shown here, a query only when its response has changed. Ctrl-C stops both; the orders are kept in memory until then.
`)
  await stopped
  say('\nStopped.')
}

function complain(): never {
  throw new Error('It was stopped before it was done.')
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
