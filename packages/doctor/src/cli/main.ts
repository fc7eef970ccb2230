/**
 * The command `paystablecoin-doctor`: flags and environment in, a report out, and the exit code.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { diagnose } from '../diagnose.ts'
import type { Report } from '../report.ts'
import type { Flags } from './environment.ts'
import { readOptions } from './environment.ts'
import { formatReport } from './print.ts'

const { version }: { readonly version: string } = createRequire(import.meta.url)(
  '../../package.json',
)

const HELP = `
Variables: PSC_MERCHANT_ID, PSC_API_KEY, PSC_API_SECRET, PSC_ENVIRONMENT or PSC_BASE_URL, PSC_CALLBACK_URL or PUBLIC_URL,
DATABASE_URL, REDIS_URL. The secret and the connection strings have no flags. NO_COLOR switches colours off.

Exit codes: 0 nothing failed, 1 something failed (with --strict: or is a warning), 2 usage error.

Examples:
  $ paystablecoin-doctor --env-file .env
  $ paystablecoin-doctor --environment sandbox --callback-url https://shop.example/webhook/payment`

const program = new Command('paystablecoin-doctor')
  .description(
    'Checks a PayStablecoin integration before it goes live. Creates no order, calls no handler.',
  )
  .version(version)
  .option('--env-file <path>', 'read variables from a file')
  .addOption(
    new Option('--environment <name>', "the provider's API").choices(['production', 'sandbox']),
  )
  .option('--base-url <url>', 'the API of an emulator')
  .option('--merchant <id>', 'merchant id')
  .option('--api-key <key>', 'API key, which is public')
  .option('--callback-url <url>', 'the URL to which webhooks are sent')
  .option('--webhook-path <path>', 'path below PUBLIC_URL', '/webhook/payment')
  .option('--local', 'a webhook URL on this machine is a warning (default: when the API is)')
  .option('--timeout <ms>', 'the longest that one step may take', toTimeoutMs, 10_000)
  .option('--strict', 'warnings fail, too')
  .option('--json', 'one line of JSON, for scripts')
  .addHelpText('after', HELP)
  .showHelpAfterError('(paystablecoin-doctor --help lists the options)')
  .exitOverride()
  .action(run)

async function run(flags: Flags): Promise<void> {
  const report = await diagnose(readOptions(flags, process.env))
  console.log(flags.json === true ? JSON.stringify(report) : formatReport(report))
  process.exitCode = isGood(report, flags) ? 0 : 1
}

function isGood({ ok, findings }: Report, { strict }: Flags): boolean {
  return ok && !(strict === true && findings.some(({ status }) => status === 'warning'))
}

function toTimeoutMs(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new InvalidArgumentError('A time is a whole number of milliseconds.')
}

try {
  await program.parseAsync()
} catch (error) {
  // Commander has printed its own error; a TypeError of the options names the one that is wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (error instanceof TypeError) {
    console.error(`error: ${error.message}`)
    process.exitCode = 2
  } else throw error
}
