/**
 * The command `paystablecoin-emulator`: parses the command line, runs a command, and maps usage errors to exit code 2.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { Command, CommanderError } from 'commander'
import { isTypeError } from '../shared/thrown.ts'
import { addEventsCommand } from './events.ts'
import { addLogsCommand } from './logs.ts'
import { RemoteError } from './remote.ts'
import { addSignCommand } from './sign.ts'
import { addStartCommand } from './start.ts'
import { addTriggerCommand } from './trigger.ts'
import { addVerifyCommand } from './verify.ts'

const HELP = `
Exit codes: 0 success, 1 rejected or failed, 2 usage error.

Examples:
  $ paystablecoin-emulator                 listens on http://127.0.0.1:4010 and prints the credentials
  $ paystablecoin-emulator start --help    lists every fault`

const PROGRAM_OPTIONS: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version'])

const program = new Command('paystablecoin-emulator')
  .description('PayStablecoin on your laptop: API, checkout page, signed webhooks and faults.')
  .version(await readVersion())
  .addHelpText('after', HELP)
  .showHelpAfterError('(paystablecoin-emulator --help lists the commands)')
  .exitOverride()
addStartCommand(program)
addTriggerCommand(program)
addLogsCommand(program)
addEventsCommand(program)
addSignCommand(program)
addVerifyCommand(program)

// As `logs | head` does: whoever read this has gone.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await program.parseAsync(withCommand(process.argv.slice(2)), { from: 'user' })
} catch (error) {
  // Commander has printed its own error; a TypeError names the option that is wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (isTypeError(error) || error instanceof RemoteError) {
    console.error(`error: ${error.message}`)
    process.exitCode = isTypeError(error) ? 2 : 1
  } else throw error
}

// Not Commander's default command, which would take a misspelt command for an argument of its own.
function withCommand(args: readonly string[]): readonly string[] {
  const [first = ''] = args
  const isOwn = first === '' || (first.startsWith('-') && !PROGRAM_OPTIONS.has(first))
  return isOwn ? ['start', ...args] : args
}

async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}
