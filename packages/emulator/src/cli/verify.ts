/**
 * `paystablecoin-emulator verify`: is a signature valid, and if not, which mistake was made.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import { isSignatureError, verifyRequest, verifyWebhook } from '@paystablecoin/core'
import type { Command } from 'commander'
import { diagnoseRequest } from '../diagnosis/diagnose-request.ts'
import { diagnoseWebhook } from '../diagnosis/diagnose-webhook.ts'
import type { WebhookDiagnosis } from '../diagnosis/diagnose-webhook.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import { carriesBody } from '../diagnosis/signed-text.ts'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'
import { isHttpUrl } from '../shared/urls.ts'
import { isError, isTypeError } from '../shared/thrown.ts'
import type { SigningFlags } from './input.ts'
import { addSigningOptions, readBody, schemeOption } from './input.ts'
import { printResult, printHeadline } from './output.ts'

interface VerifyFlags extends SigningFlags {
  readonly signature: string
  readonly timestamp: string
  readonly path: string
  readonly origin: string
  readonly now?: string | undefined
}

interface VerifyRequestFlags extends VerifyFlags {
  readonly apiKey: string
  readonly method: string
  readonly query: string
}

interface VerifyWebhookFlags extends VerifyFlags {
  readonly scheme: WebhookScheme | 'auto'
  readonly callbackUrl?: string | undefined
}

const HELP = `
Exit codes: 0 the signature is valid, 1 it is rejected and the reason is printed, 2 usage error.

Example:
  $ paystablecoin-emulator verify webhook --path /webhook/payment --timestamp 1738112345000 --signature 'AAAA…' < body.json`

export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .description('verify a request or a webhook, and name the mistake')
    .addHelpText('after', HELP)
  addVerifyOptions(command.command('request').description('verify an API request'))
    .option('--method <method>', 'HTTP method', 'POST')
    .option('--query <query>', 'query of the URL, without the "?"', '')
    .option(
      '--api-key <key>',
      'API key, to detect that it was used as the secret',
      EMULATOR_MERCHANT.apiKey,
    )
    .action(verifyApiRequest)
  addVerifyOptions(command.command('webhook').description('verify a webhook'))
    .addOption(schemeOption(['auto', 'request', 'body'], 'auto'))
    .option('--callback-url <url>', 'callbackUrl of the order: verify against its path instead')
    .action(verifyHook)
}

function addVerifyOptions(command: Command): Command {
  return addSigningOptions(command)
    .requiredOption('--path <path>', 'path of the URL that was called')
    .requiredOption('--timestamp <text>', 'the text of X-Timestamp')
    .requiredOption('--signature <text>', 'the text of X-Signature')
    .option(
      '--origin <origin>',
      'scheme and host of the URL that was called',
      'http://127.0.0.1:4010',
    )
    .option('--now <ms>', 'the time to verify at, in Unix milliseconds (default: now)')
}

async function verifyApiRequest(flags: VerifyRequestFlags): Promise<void> {
  const { method, path, query, timestamp, signature, apiKey, apiSecret } = flags
  const body = carriesBody(method) ? await readBody(flags.body) : undefined
  const nowMs = nowOf(flags)
  const verify = () =>
    verifyRequest(
      { method, path, query, timestamp, signature, body },
      { apiSecret, now: () => nowMs },
    )
  const parts = { ...flags, nowMs, body: body ?? new Uint8Array() }
  const secrets = [{ secret: apiSecret }, { secret: apiKey, mistake: 'api-key-as-secret' }] as const
  await report(flags, verify, () => diagnoseRequest(parts, secrets))
}

async function verifyHook(flags: VerifyWebhookFlags): Promise<void> {
  const { timestamp, signature, scheme, apiSecret, callbackUrl } = flags
  if (callbackUrl !== undefined && !isHttpUrl(callbackUrl)) {
    throw new TypeError('--callback-url must be an http(s) URL')
  }
  const body = await readBody(flags.body)
  const nowMs = nowOf(flags)
  const options = { apiSecret, scheme, callbackUrl, now: () => nowMs }
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const path = callbackUrl === undefined ? withoutQuery(flags.path) : new URL(callbackUrl).pathname
  const verify = async (): Promise<void> => {
    await verifyWebhook({ headers, body, path }, options)
  }
  const target = `${flags.origin}${flags.path}`
  await report(flags, verify, () =>
    diagnoseWebhook({ timestamp, signature, target, body }, options),
  )
}

function withoutQuery(path: string): string {
  return path.replace(/\?.*$/s, '')
}

function nowOf({ now }: VerifyFlags): number {
  const nowMs = now === undefined ? Date.now() : Number(now)
  if (Number.isFinite(nowMs)) return nowMs
  throw new TypeError('--now must be Unix milliseconds')
}

async function report(
  { json = false }: VerifyFlags,
  verify: () => Promise<void>,
  diagnose: () => Promise<Diagnosis | WebhookDiagnosis>,
): Promise<void> {
  try {
    await verify()
    printHeadline('The signature is valid.', true, json)
    if (json) printResult({ ok: true }, true)
  } catch (error) {
    process.exitCode = 1
    if (!isError(error) || isTypeError(error)) throw error
    const diagnosis = isSignatureError(error) ? await diagnose() : undefined
    const reason = isSignatureError(error) ? error.reason : 'malformed-event'
    printHeadline(`Rejected: ${reason}`, false, json)
    const advice = diagnosis?.advice ?? error.message
    printResult({ ok: false, reason, ...diagnosis, advice }, json)
  }
}
