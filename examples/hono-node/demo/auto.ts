/**
 * The demo without a person: buys one thing over HTTP, sees it paid, refunds it.
 * Believes only what a customer sees on the pages, and that the webhooks were delivered.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { openPage, pressButton } from './browser.ts'
import type { Page } from './browser.ts'
import type { RunningDemo } from './start-demo.ts'

/** Where the steps are written to, and how long they may take. */
export interface AutoOptions {
  readonly say: (line: string) => void
  readonly timeLimitMs: number
}

/**
 * Buys, pays, waits and refunds.
 *
 * @throws {Error} Says what failed, and why.
 */
export async function runAuto(demo: RunningDemo, options: AutoOptions): Promise<void> {
  const { say, timeLimitMs } = options
  const signal = AbortSignal.timeout(timeLimitMs)
  try {
    await buyAndRefund(demo, say, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    throw new Error(`It was not done within ${timeLimitMs} ms.`, { cause: error })
  }
}

async function buyAndRefund(
  demo: RunningDemo,
  say: AutoOptions['say'],
  signal: AbortSignal,
): Promise<void> {
  say('\n1. Press Buy in the shop: it signs an order and sends the customer to the checkout page.')
  const checkout = await pressButton(await openPage(demo.shopUrl, signal), 'Buy', signal)
  if (!checkout.url.startsWith(`${demo.emulatorUrl}/`)) {
    throw new Error(`The shop opened no checkout page: ${headingOf(checkout)}`)
  }
  say(`  the customer is at ${checkout.url}`)

  say('\n2. Press Pay there: signed webhooks notify the shop, the customer returns to the order.')
  const { url } = await pressButton(checkout, 'Pay', signal)
  const paid = await untilSucceeded(demo, { url, field: 'status', kind: 'payment', signal })
  if (paid.check !== 'covered') throw new Error(`The money was not in order: ${paid.check}`)
  say('order SUCCEEDED')

  say(
    '\n3. Press Refund on the order: the shop requests it once, a signed webhook brings the result.',
  )
  await pressButton(await openPage(url, signal), 'Refund', signal)
  await untilSucceeded(demo, { url, field: 'refund', kind: 'refund', signal })
  say('refund SUCCEEDED')
}

interface Expectation {
  readonly url: string
  readonly field: 'status' | 'refund'
  readonly kind: 'payment' | 'refund'
  readonly signal: AbortSignal
}

type OrderState = Readonly<Record<'status' | 'check' | 'refund', string>>

/** Waits until the page shows it and its webhook was accepted. */
async function untilSucceeded(
  { trace }: RunningDemo,
  { url, field, kind, signal }: Expectation,
): Promise<OrderState> {
  for (;;) {
    const state = readState(await openPage(url, signal))
    const webhooks = trace.webhooks.filter(({ path }) => path === `/webhook/${kind}`)
    const rejected = webhooks.find(({ httpStatus }) => httpStatus !== 200)
    if (rejected) throw new Error(`The shop answered HTTP ${rejected.httpStatus} to a webhook.`)
    if (['FAILED', 'CLOSED', 'NOT_CREATED'].includes(state[field])) {
      throw new Error(`The ${kind} ended as ${state[field]}.`)
    }
    const isNotified = webhooks.some(({ status }) => status === 'SUCCEEDED')
    if (state[field] === 'SUCCEEDED' && isNotified) return state
    await wait(100, undefined, { signal })
  }
}

function readState({ html }: Page): OrderState {
  const main = html.querySelector('main')
  const read = (name: string): string => main?.getAttribute(`data-${name}`) ?? ''
  return { status: read('status'), check: read('check'), refund: read('refund') }
}

function headingOf({ html, status }: Page): string {
  return html.querySelector('h2')?.textContent ?? `HTTP ${status}`
}
