/**
 * `paystablecoin-emulator logs`: the calls and webhooks of an emulator that runs.
 *
 * @module
 */
import type { Command } from 'commander'
import type { ActivityEntry } from '../activity/entry.ts'
import { createLogPrinter } from './log-printer.ts'
import { DEFAULT_URL, readLog } from './remote.ts'

interface LogsFlags {
  readonly url: string
  readonly follow?: true | undefined
  readonly order?: string | undefined
  readonly failed?: true | undefined
  readonly json?: boolean | undefined
}

const HELP = `
Example:
  $ paystablecoin-emulator logs --order ORDER_1738112345000 --failed`

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .description('print the calls and webhooks of an emulator that runs')
    .option('--url <url>', 'where the emulator listens', DEFAULT_URL)
    .option('-f, --follow', 'go on with what happens, until Ctrl-C')
    .option('--order <id>', 'only those of this order with its refunds, or of this refund')
    .option('--failed', 'only those that failed')
    .option('--json', 'a line of JSON for each, for scripts')
    .addHelpText('after', HELP)
    .action(logs)
}

async function logs({ url, follow, order, failed, json = false }: LogsFlags): Promise<void> {
  const print = createLogPrinter(process.stdout, json)
  const isWanted = ({ id, orderId, ok }: ActivityEntry): boolean =>
    (order === undefined || [id, orderId].includes(order)) && !(failed === true && ok)
  for await (const entry of readLog(url, follow === true)) if (isWanted(entry)) print(entry)
}
