/**
 * `paystablecoin-emulator sign`: the headers of a request or a webhook, and the text that they cover.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import { signRequest, signWebhook } from '@paystablecoin/core'
import type { Command } from 'commander'
import { carriesBody, requestLines, webhookLines } from '../diagnosis/signed-text.ts'
import type { SigningFlags } from './input.ts'
import { addSigningOptions, readBody, schemeOption } from './input.ts'
import { printResult } from './output.ts'

interface SignRequestFlags extends SigningFlags {
  readonly method: string
  readonly path: string
  readonly query: string
}

interface SignWebhookFlags extends SigningFlags {
  readonly path: string
  readonly scheme: WebhookScheme
}

const HELP = `
Examples:
  $ paystablecoin-emulator sign request --method GET --path /api/v1/merchants/1000/orders/ORDER_1738112345000
  $ paystablecoin-emulator sign webhook --path /webhook/payment --scheme body < body.json`

export function addSignCommand(program: Command): void {
  const sign = program
    .command('sign')
    .description('sign a request or a webhook')
    .addHelpText('after', HELP)
  addSigningOptions(sign.command('request').description('sign an API request'))
    .option('--method <method>', 'HTTP method', 'POST')
    .requiredOption('--path <path>', 'path of the URL, from /api/v1/ on')
    .option('--query <query>', 'query of the URL, without the "?"', '')
    .option('--timestamp <ms>', 'Unix milliseconds, 13 digits (default: now)')
    .action(signApiRequest)
  addSigningOptions(sign.command('webhook').description('sign a webhook'))
    .option('--path <path>', 'path of the webhook URL', '/')
    .addOption(schemeOption(['request', 'body'], 'request'))
    .option('--timestamp <ms>', 'Unix milliseconds, 13 digits (default: now)')
    .action(signHook)
}

async function signApiRequest(flags: SignRequestFlags): Promise<void> {
  const { method, path, query, timestamp = String(Date.now()), apiSecret, json = false } = flags
  const body = carriesBody(method) ? await readBody(flags.body) : undefined
  const signature = await signRequest({ method, path, query, timestamp, body }, apiSecret)
  const lines = await requestLines({ method, path, query, body: body ?? new Uint8Array() })
  const headers = { 'X-Timestamp': timestamp, 'X-Signature': signature }
  printResult({ ...headers, 'signed text': `${timestamp}\n${lines}` }, json)
}

async function signHook(flags: SignWebhookFlags): Promise<void> {
  const { path, scheme, timestamp = String(Date.now()), apiSecret, json = false } = flags
  const body = await readBody(flags.body)
  const signature = await signWebhook({ timestamp, path, body, scheme }, apiSecret)
  const lines = await webhookLines(scheme, path, new TextDecoder().decode(body))
  const headers = { 'X-Timestamp': timestamp, 'X-Signature': signature }
  printResult({ ...headers, 'signed text': `${timestamp}\n${lines}` }, json)
}
