/**
 * `paystablecoin-emulator events resend`: sends a webhook of an emulator that runs again.
 *
 * @module
 */
import type { Command } from 'commander'
import type { ActivityEntry } from '../activity/entry.ts'
import { createLogPrinter } from './log-printer.ts'
import { DEFAULT_URL, readLog, RemoteError, resend } from './remote.ts'

interface ResendFlags {
  readonly url: string
  readonly json?: boolean | undefined
}

const HELP = `
The id is the number after # in the log. Exit codes: 0 answered with a 2xx, 1 anything else, 2 usage error.

Example:
  $ paystablecoin-emulator events resend 3`

export function addEventsCommand(program: Command): void {
  program
    .command('events')
    .description('webhooks of an emulator that runs')
    .command('resend')
    .description('send a webhook again, with a new signature and without its fault')
    .argument('<id>', "the webhook's id in the log")
    .option('--url <url>', 'where the emulator listens', DEFAULT_URL)
    .option('--json', 'one line of JSON, for scripts')
    .addHelpText('after', HELP)
    .action(resendEvent)
}

async function resendEvent(id: string, { url, json = false }: ResendFlags): Promise<void> {
  await resend(url, id)
  let last: ActivityEntry | undefined
  for await (const entry of readLog(url, false)) if (entry.deliveryId === id) last = entry
  if (last === undefined)
    throw new RemoteError(`The emulator at ${url} has forgotten webhook ${id}.`)
  createLogPrinter(process.stdout, json)(last)
  process.exitCode = last.ok ? 0 : 1
}
