/**
 * `paystablecoin-sandbox start`: a sandbox until Ctrl-C.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { startSandbox } from '../node/start-sandbox.ts'
import { SANDBOX_MERCHANT } from '../options.ts'

interface StartFlags {
  readonly port: number
  readonly host: string
  readonly merchant: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly scheme: WebhookScheme | 'both'
  readonly seed?: string | undefined
}

/** Adds the command, as the default one. */
export function addStartCommand(program: Command): void {
  program
    .command('start', { isDefault: true })
    .description('listen until Ctrl-C')
    .option('--port <port>', 'port to listen on', toPort, 4010)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--merchant <id>', 'merchant id', SANDBOX_MERCHANT.merchantId)
    .option('--api-key <key>', 'API key', SANDBOX_MERCHANT.apiKey)
    .option('--api-secret <secret>', 'API secret', SANDBOX_MERCHANT.apiSecret)
    .addOption(
      new Option('--scheme <scheme>', 'how webhooks are signed')
        .choices(['request', 'body', 'both'])
        .default('request'),
    )
    .option('--seed <seed>', 'makes every id repeatable')
    .action(start)
}

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('a port is a number from 0 to 65535')
}

async function start(flags: StartFlags): Promise<void> {
  const { port, host, merchant, apiKey, apiSecret, scheme, seed } = flags
  const merchants = [{ merchantId: merchant, apiKey, apiSecret }]
  const { url, close } = await startSandbox({ port, host, merchants, scheme, seed })
  console.log(`PayStablecoin sandbox on ${url}`)
  console.log(`  merchant id  ${merchant}\n  API key      ${apiKey}\n  API secret   ${apiSecret}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close())
  }
}
