/**
 * `paystablecoin-sandbox trigger`: one signed webhook with no order behind it.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { Command } from 'commander'
import { Argument } from 'commander'
import { startRealTimer } from '../clock.ts'
import { SANDBOX_MERCHANT } from '../options.ts'
import { isHttpUrl } from '../urls.ts'
import { attemptDelivery } from '../webhooks/attempt.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'
import { SAMPLE_EVENTS } from '../webhooks/sample-events.ts'
import { schemeOption } from './input.ts'
import { printResult, printVerdict } from './output.ts'

interface TriggerFlags {
  readonly to: string
  readonly scheme: WebhookScheme
  readonly apiSecret: string
  readonly id?: string | undefined
  readonly amount: string
  readonly currency: string
  readonly body?: string | undefined
  readonly json?: true | undefined
}

const HELP = `
Exit codes: 0 answered with a 2xx, 1 anything else, 2 wrong usage.

Examples:
  $ paystablecoin-sandbox trigger payment.succeeded --to http://127.0.0.1:3000/webhook/payment
  $ paystablecoin-sandbox trigger payment.underpaid --to http://127.0.0.1:3000/webhook/payment --id ORDER_1738112345000 --amount 99.90`

/** Adds the command. */
export function addTriggerCommand(program: Command): void {
  program
    .command('trigger')
    .description('send one signed webhook to your app')
    .addArgument(new Argument('<event>', 'what it tells').choices(Object.keys(SAMPLE_EVENTS)))
    .requiredOption('--to <url>', 'URL of your webhook route')
    .addOption(schemeOption(['request', 'body'], 'request'))
    .option('--api-secret <secret>', 'API secret', SANDBOX_MERCHANT.apiSecret)
    .option('--id <id>', 'merchant order id, or merchant refund id')
    .option('--amount <decimal>', 'amount of the order', '99.99')
    .option('--currency <currency>', 'currency of the order', 'USD')
    .option('--body <text>', 'the exact body to send instead of a made-up one')
    .option('--json', 'one line of JSON, for scripts')
    .addHelpText('after', HELP)
    .action(trigger)
}

async function trigger(event: string, flags: TriggerFlags): Promise<void> {
  const { to: url, scheme, apiSecret, json = false } = flags
  if (!isHttpUrl(url)) throw new TypeError('--to must be a URL of http or https')
  const body = flags.body ?? makeBody(event, flags)
  const attempt = await attemptDelivery(
    { url, body, scheme, apiSecret, timestampMs: Date.now() },
    {
      webhookFetch: (request) => fetch(request),
      timeoutMs: 10_000,
      startTimer: startRealTimer,
      now: () => Date.now(),
      onClosed: () => () => undefined,
    },
  )
  const isGood = isAcknowledged(attempt)
  const { timestamp, signature, httpStatus, answer, error, latencyMs } = attempt
  const answered = `HTTP ${httpStatus ?? ''} from ${url}`
  printVerdict(httpStatus === undefined ? `No answer: ${error ?? ''}` : answered, isGood, json)
  printResult(
    { ok: isGood, event, scheme, timestamp, signature, body, httpStatus, answer, error, latencyMs },
    json,
  )
  process.exitCode = isGood ? 0 : 1
}

function makeBody(event: string, { id, amount, currency }: TriggerFlags): string {
  const nowMs = Date.now()
  const facts = { id: id ?? `TRIGGER_${nowMs}`, amount, currency, nowMs }
  return JSON.stringify(SAMPLE_EVENTS[event]?.(facts))
}
