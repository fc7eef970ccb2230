/**
 * `paystablecoin-emulator trigger`: one signed webhook with no order behind it.
 *
 * @module
 */
import type { WebhookScheme } from '@paystablecoin/core'
import type { Command } from 'commander'
import { Argument } from 'commander'
import { REAL_CLOCK } from '../shared/clock.ts'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'
import { isHttpUrl } from '../shared/urls.ts'
import { attemptDelivery } from '../webhooks/attempt.ts'
import { isAcknowledged } from '../webhooks/delivery.ts'
import type { SampleEventName } from '../webhooks/sample-events.ts'
import { sampleEvents } from '../webhooks/sample-events.ts'
import { schemeOption } from './input.ts'
import { printResult, printHeadline } from './output.ts'

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
Exit codes: 0 answered with a 2xx, 1 anything else, 2 usage error.

Examples:
  $ paystablecoin-emulator trigger payment.succeeded --to http://127.0.0.1:3000/webhook/payment
  $ paystablecoin-emulator trigger payment.underpaid --to http://127.0.0.1:3000/webhook/payment --id ORDER_1738112345000 --amount 99.90`

export function addTriggerCommand(program: Command): void {
  program
    .command('trigger')
    .description('send one signed webhook to your app')
    .addArgument(new Argument('<event>', 'kind and status').choices(Object.keys(sampleEvents)))
    .requiredOption('--to <url>', 'URL of your webhook route')
    .addOption(schemeOption(['request', 'body'], 'request'))
    .option('--api-secret <secret>', 'API secret', EMULATOR_MERCHANT.apiSecret)
    .option('--id <id>', 'merchant order id, or merchant refund id')
    .option('--amount <decimal>', 'amount of the order', '99.99')
    .option('--currency <currency>', 'currency of the order', 'USD')
    .option('--body <text>', 'the exact body to send instead of a sample')
    .option('--json', 'one line of JSON, for scripts')
    .addHelpText('after', HELP)
    .action(trigger)
}

async function trigger(event: SampleEventName, flags: TriggerFlags): Promise<void> {
  const { to: url, scheme, apiSecret, json = false } = flags
  if (!isHttpUrl(url)) throw new TypeError('--to must be an http(s) URL')
  const body = flags.body ?? makeBody(event, flags)
  const attempt = await attemptDelivery(
    { url, body, scheme, apiSecret, timestampMs: Date.now() },
    {
      webhookFetch: (request) => fetch(request),
      allowLinkLocal: true,
      timeoutMs: 10_000,
      startTimer: REAL_CLOCK.startTimer,
      now: REAL_CLOCK.now,
      onClosed: () => () => undefined,
    },
  )
  const isGood = isAcknowledged(attempt)
  const { timestamp, signature, httpStatus, responseBody, error, latencyMs } = attempt
  const answered = `HTTP ${httpStatus ?? ''} from ${url}`
  printHeadline(httpStatus === undefined ? `No response: ${error ?? ''}` : answered, isGood, json)
  printResult(
    {
      ok: isGood,
      event,
      scheme,
      timestamp,
      signature,
      body,
      httpStatus,
      responseBody,
      error,
      latencyMs,
    },
    json,
  )
  process.exitCode = isGood ? 0 : 1
}

function makeBody(event: SampleEventName, { id, amount: value, currency }: TriggerFlags): string {
  if (event.startsWith('unknown.')) return sampleEvents[event]()
  const amount = { value, currency }
  const ownId = id ?? `TRIGGER_${Date.now()}`
  return event.startsWith('refund.')
    ? sampleEvents[event]({ merchantRefundOrderId: ownId, refundAmount: amount })
    : sampleEvents[event]({ merchantOrderId: ownId, orderAmount: amount })
}
