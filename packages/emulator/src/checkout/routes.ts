/**
 * The checkout page's routes: the page, and the buttons that a customer presses.
 * A button is `POST {checkoutUrl}/pay`, `/pay-too-little`, `/fail` or `/cancel` as a form (the field `method` is optional).
 * It responds with 303 to the order's `returnUrl`, or with 409, the page and the reason when it did nothing.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { EmulatorClock } from '../shared/clock.ts'
import type { Outcome } from '../provider/codes.ts'
import type { Order } from '../provider/model.ts'
import { tooLittleFor } from '../provider/order-states.ts'
import type { Payments } from '../provider/payments.ts'
import type { MakeId } from '../shared/random.ts'
import type { Store } from '../provider/store.ts'
import { toHref } from '../shared/urls.ts'
import { COUNTDOWN_JS } from './countdown.ts'
import { renderCheckout, renderNoOrder } from './page.ts'
import { CHECKOUT_CSS } from './styles.ts'

export interface CheckoutDeps {
  readonly store: Store
  readonly payments: Payments
  readonly clock: EmulatorClock
  readonly makeId: MakeId
}

type Press = (order: Order, method: string | undefined) => Outcome<Order>

const MAX_FORM_BYTES = 16 * 1024

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Creates the checkout page as a Hono app. */
export function createCheckout(deps: CheckoutDeps): Hono {
  const { payments } = deps
  const checkout = new Hono()
  checkout.use('/checkout/*', bodyLimit({ maxSize: MAX_FORM_BYTES }))
  checkout.get('/checkout/checkout.css', (c) =>
    c.body(CHECKOUT_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  checkout.get('/checkout/countdown.js', (c) =>
    c.body(COUNTDOWN_JS, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  checkout.get('/checkout/:token', (c) => showPage(c, deps))

  const button = (name: string, press: Press): void => {
    checkout.post(`/checkout/:token/${name}`, (c) => pressButton(c, deps, press))
  }
  button('pay', (order, method) => payments.pay(order, { method }))
  button('pay-too-little', (order, method) =>
    payments.pay(order, { method, amount: tooLittleFor(order) }),
  )
  button('fail', payments.fail)
  button('cancel', payments.cancel)
  return checkout
}

function showPage(
  c: Context,
  { store, clock, makeId }: CheckoutDeps,
): Response | Promise<Response> {
  const order = store.findByToken(c.req.param('token') ?? '')
  if (order === undefined) return c.html(renderNoOrder(), 404, PAGE_HEADERS)
  return c.html(renderCheckout({ order, nowMs: clock.now(), makeId }), 200, PAGE_HEADERS)
}

async function pressButton(c: Context, deps: CheckoutDeps, press: Press): Promise<Response> {
  const { store, clock, makeId } = deps
  const form = await c.req.parseBody().catch(() => undefined)
  if (form === undefined) return c.text('The form could not be read.', 400, PAGE_HEADERS)
  const { method } = form
  const order = store.findByToken(c.req.param('token') ?? '')
  if (order === undefined) return c.html(renderNoOrder(), 404, PAGE_HEADERS)
  const outcome = press(order, typeof method === 'string' ? method : undefined)
  const href = toHref(order.returnUrl)
  if (outcome.ok && href !== undefined) return c.redirect(href, 303)
  const rejection = outcome.ok ? undefined : outcome
  const current = store.findByToken(order.token) ?? order
  const page = renderCheckout({ order: current, nowMs: clock.now(), makeId, rejection })
  return c.html(page, outcome.ok ? 200 : 409, PAGE_HEADERS)
}
