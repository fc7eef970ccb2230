/**
 * The command `paystablecoin-sandbox`: reads the command line and hands over.
 *
 * @module
 */
import { Command } from 'commander'
import { addStartCommand } from './start.ts'

const program = new Command('paystablecoin-sandbox').description(
  'PayStablecoin on your laptop: API, checkout page and signed webhooks.',
)
addStartCommand(program)
await program.parseAsync()
