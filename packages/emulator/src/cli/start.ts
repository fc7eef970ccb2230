/**
 * `paystablecoin-emulator start`: an emulator until Ctrl-C, and a line for each call and webhook.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { Command } from 'commander'
import { FAULT_KINDS, FAULTS } from '../faults/fault.ts'
import { parseFaultList } from '../faults/parse-faults.ts'
import type { RunningEmulator, StartEmulatorOptions } from '../node/start-emulator.ts'
import { startEmulator } from '../node/start-emulator.ts'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'
import { isError } from '../shared/thrown.ts'
import { toExports, toVariables } from './env.ts'
import { addToList, schemeOption, toPort } from './input.ts'
import { createLogPrinter } from './log-printer.ts'
import { paint, printResult } from './output.ts'

interface StartFlags {
  readonly port: number
  readonly host: string
  readonly merchant: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly scheme: WebhookScheme | 'both'
  readonly faults?: string | undefined
  readonly seed?: string | undefined
  readonly publicUrl?: string | undefined
  readonly allowHost?: readonly string[] | undefined
  readonly allowLinkLocal?: true | undefined
  readonly quiet?: true | undefined
  readonly env?: true | undefined
  readonly json?: boolean | undefined
}

const HELP = `
Faults, separated by commas: name, name*3, name*always, name@orders.create, or a probability: name=5%.
${FAULT_KINDS.map((kind) => `  ${kind.padEnd(17)} ${FAULTS[kind].title}`).join('\n')}

Examples:
  $ paystablecoin-emulator
  $ eval "$(paystablecoin-emulator --env)"
  $ paystablecoin-emulator --port 4011 --scheme both --faults 'drop*2,duplicate=10%' --seed 7`

/** Adds the command. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('start an emulator that listens until Ctrl-C (the default command)')
    .option('--port <port>', 'port to listen on; 0 takes any free port', toPort, 4010)
    .option(
      '--host <host>',
      'address to listen on; any but loopback lets other machines in',
      '127.0.0.1',
    )
    .option('--merchant <id>', 'merchant id', EMULATOR_MERCHANT.merchantId)
    .option('--api-key <key>', 'API key', EMULATOR_MERCHANT.apiKey)
    .option('--api-secret <secret>', 'API secret', EMULATOR_MERCHANT.apiSecret)
    .addOption(schemeOption(['request', 'body', 'both'], 'request'))
    .option('--faults <list>', 'faults that are on from the start, see below')
    .option('--seed <seed>', 'makes ids and the draw of faults repeatable')
    .option('--public-url <url>', 'origin of the checkout pages, when behind a proxy')
    .option('--allow-host <name>', 'another host name to respond under; repeatable', addToList)
    .option('--allow-link-local', 'let webhooks go to link-local and cloud metadata addresses')
    .option('-q, --quiet', 'print no line for each call and webhook')
    .option('--env', 'print the variables for your shop, to source, and start nothing')
    .option('--json', 'a line of JSON once it is listening, and for each call and webhook')
    .addHelpText('after', HELP)
    .action(start)
}

async function start(flags: StartFlags): Promise<void> {
  if (flags.env === true) return printEnv(flags)
  const { json = false, quiet = false, merchant: merchantId, apiKey, apiSecret } = flags
  const onActivity = quiet ? undefined : createLogPrinter(process.stdout, json)
  const running = await startEmulator({ ...toOptions(flags), onActivity }).catch(explainPort)
  if (running === undefined) return
  if (json) printResult({ url: running.url, merchantId, apiKey, apiSecret }, true)
  else printWelcome(running, flags)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.close())
  }
}

function printEnv({ json = false, host, port, ...flags }: StartFlags): void {
  if (port === 0) throw new TypeError('--env needs a --port other than 0')
  const name = host.includes(':') ? `[${host}]` : host
  const variables = toVariables({
    ...flags,
    url: `http://${name}:${port}`,
    merchantId: flags.merchant,
  })
  console.log(json ? JSON.stringify(variables) : toExports(variables))
}

function toOptions(flags: StartFlags): StartEmulatorOptions {
  const { port, host, scheme, seed, publicUrl, merchant: merchantId, apiKey, apiSecret } = flags
  const list = flags.faults === undefined ? undefined : parseFaultList(flags.faults)
  return {
    port,
    host,
    scheme,
    seed,
    publicUrl,
    allowHosts: flags.allowHost,
    allowLinkLocal: flags.allowLinkLocal,
    merchants: [{ merchantId, apiKey, apiSecret }],
    faults: list?.rules,
    faultRates: list?.rates,
  }
}

function explainPort(error: unknown): undefined {
  if (!(isError(error) && 'syscall' in error && 'code' in error)) throw error
  const isTaken = error.code === 'EADDRINUSE'
  const hint = isTaken ? '. Another program is using this port: choose another --port, or 0.' : ''
  console.error(`error: ${error.message}${hint}`)
  process.exitCode = 1
}

function printWelcome({ url }: RunningEmulator, flags: StartFlags): void {
  console.log(`${paint('bold', 'PayStablecoin emulator')}  ${url}`)
  printResult(
    {
      baseUrl: url,
      merchantId: flags.merchant,
      apiKey: flags.apiKey,
      apiSecret: flags.apiSecret,
      dashboard: `${url}/`,
    },
    false,
  )
  console.log('No real money moves here. Press Ctrl-C to stop.')
}
