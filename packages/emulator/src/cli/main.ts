/**
 * The command `paystablecoin-emulator`: parses the command line, runs a command, and maps usage errors to exit code 2.
 *
 * @module
 */
import { Command, CommanderError } from 'commander'
import { isTypeError } from '../shared/thrown.ts'
import { addSignCommand } from './sign.ts'
import { addStartCommand } from './start.ts'
import { addTriggerCommand } from './trigger.ts'
import { addVerifyCommand } from './verify.ts'

const HELP = `
Exit codes: 0 success, 1 rejected or failed, 2 usage error.

Examples:
  $ paystablecoin-emulator                 listens on http://127.0.0.1:4010 and prints the credentials
  $ paystablecoin-emulator start --help    lists every fault`

const program = new Command('paystablecoin-emulator')
  .description('PayStablecoin on your laptop: API, checkout page, signed webhooks and faults.')
  .addHelpText('after', HELP)
  .showHelpAfterError('(paystablecoin-emulator --help lists the commands)')
  .exitOverride()
addStartCommand(program)
addTriggerCommand(program)
addSignCommand(program)
addVerifyCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  // Commander has printed its own error; a TypeError names the option that is wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (isTypeError(error)) {
    console.error(`error: ${error.message}`)
    process.exitCode = 2
  } else throw error
}
