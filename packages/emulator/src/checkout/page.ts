/**
 * The HTML of the checkout page: what a customer sees at an order's `checkoutUrl`. It works without JavaScript.
 * Changes nothing. Everything that came from a merchant is escaped by the template.
 *
 * @module
 */
import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import type { Rejection } from '../provider/codes.ts'
import { messageOf } from '../provider/codes.ts'
import { formatAmount, formatDecimal } from '../shared/decimal.ts'
import type { Order } from '../provider/model.ts'
import { isCovered, remainingOf, unpayableCode } from '../provider/order-states.ts'
import type { PaymentMethod } from '../provider/payment-methods.ts'
import { depositAddress, offeredMethods } from '../provider/payment-methods.ts'
import type { MakeId } from '../shared/random.ts'
import { orderPath } from '../shared/page-paths.ts'
import { toHref } from '../shared/urls.ts'

type Html = ReturnType<typeof html>

export interface CheckoutView {
  readonly order: Order
  readonly nowMs: number
  readonly makeId: MakeId
  /** Why the pressed button did nothing. */
  readonly rejection?: Rejection | undefined
}

/** Renders the page. */
export function renderCheckout(view: CheckoutView): Html {
  const { order } = view
  const isPayable = unpayableCode(order) === undefined
  return renderDocument(
    `Pay ${formatAmount(order.orderAmount)}`,
    html`<div data-version="${order.status} ${order.payment?.paid.value ?? ''}">
      <section class="card" aria-labelledby="merchant">
        ${renderSummary(order)} ${renderRejection(view.rejection)}
        ${isPayable ? renderPayable(view) : renderFinished(order)}
      </section>
      ${renderTries(order, isPayable)}
    </div>`,
  )
}

/** Renders the page of an order that does not exist. */
export function renderNoOrder(): Html {
  return renderDocument(
    'No such order',
    html`<section class="card">
      <h1>No such order</h1>
      <p>The emulator does not know this order. It may have been reset or restarted.</p>
    </section>`,
  )
}

function renderDocument(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · PayStablecoin emulator</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/checkout/checkout.css" />
        <script src="/checkout/countdown.js" defer></script>
      </head>
      <body>
        <main>
          <p class="notice">Emulator: no real money moves here. Never send coins to an address on this page.</p>
          ${content}
        </main>
      </body>
    </html>`
}

function renderSummary({ merchant, orderAmount, due, merchantOrderId, description }: Order): Html {
  return html`<h1 id="merchant">${merchant.name}</h1>
    <p class="amount">${formatDecimal(orderAmount.value)} <small>${orderAmount.currency}</small></p>
    <dl>
      <dt>Order</dt>
      <dd>${merchantOrderId}</dd>
      ${
        description === undefined
          ? ''
          : html`<dt>For</dt>
            <dd>${description}</dd>`
      }
      <dt>To pay</dt>
      <dd>${formatAmount(due)}</dd>
    </dl>`
}

function renderRejection(rejection: Rejection | undefined): Html | '' {
  if (rejection === undefined) return ''
  return html`<p class="rejected" role="alert">
    That did not work: ${messageOf(rejection.code)} (${rejection.code}).
  </p>`
}

function renderPayable(view: CheckoutView): Html {
  const { order, nowMs } = view
  const action = `/checkout/${order.token}`
  const remaining = remainingOf(order)
  return html`${renderPartlyPaid(order)}
    <p>
      Pay until
      <time datetime="${new Date(order.expiresMs).toISOString()}">${utcTime(order.expiresMs)}</time>
      <span data-countdown-ms="${order.closesMs - nowMs}">(${minutesLeft(order, nowMs)})</span>
    </p>
    <form method="post" action="${action}/pay" id="pay">
      <fieldset>
        <legend>How do you want to pay?</legend>
        ${offeredMethods(order.methods).map((method, index) =>
          renderMethod(method, index === 0, view),
        )}
      </fieldset>
      <button type="submit">Pay ${formatAmount(remaining)}</button>
      <button class="quiet" formaction="${action}/cancel">Cancel</button>
    </form>`
}

// What no customer sees: apart from the page that the emulator imitates.
function renderTries({ token, merchant, merchantOrderId }: Order, isPayable: boolean): Html {
  const action = `/checkout/${token}`
  const merchantQuery = `?merchant=${encodeURIComponent(merchant.merchantId)}`
  return html`<section class="tries" aria-labelledby="tries">
    <h2 id="tries">Only in the emulator</h2>
    ${
      isPayable
        ? html`<p>Try what may go wrong. A customer does not see these.</p>
            <div class="pair">
              <button form="pay" formaction="${action}/pay-too-little">Pay too little</button>
              <button form="pay" formaction="${action}/fail">Fail</button>
            </div>`
        : ''
    }
    <a href="${orderPath(merchantOrderId)}${merchantQuery}">What happened to this order</a>
  </section>`
}

function renderPartlyPaid(order: Order): Html | '' {
  const { payment, due } = order
  if (payment === undefined) return ''
  return html`<p class="warning" role="status">
    <strong>Too little has arrived: ${formatAmount(payment.paid)} of ${formatAmount(due)}.</strong>
    Pay the remaining ${formatAmount(remainingOf(order))} in time, or the order is closed.
  </p>`
}

function renderMethod(method: PaymentMethod, isChecked: boolean, view: CheckoutView): Html {
  const { value, label, network } = method
  return html`<div class="method">
    <label>
      <input type="radio" name="method" value="${value}" ${isChecked ? 'checked' : ''} />
      ${label}
    </label>
    ${network === undefined ? '' : renderChain(network, method, view)}
  </div>`
}

function renderChain(network: string, method: PaymentMethod, view: CheckoutView): Html {
  const address = depositAddress(view.makeId, view.order.token, network)
  const svg = renderSVG(address, { ecc: 'M', border: 2 })
  return html`<div class="chain">
    <div role="img" aria-label="QR code of the address on ${method.networkDisplayName}">
      ${raw(svg)}
    </div>
    <div>Address: <code>${address}</code></div>
  </div>`
}

function renderFinished(order: Order): Html {
  return html`<p class="status-${order.status}" role="status">${FINISHED_TEXT[order.status]}</p>
    ${renderTooLittle(order)} ${renderWayBack(order.returnUrl)}`
}

function renderTooLittle(order: Order): Html | '' {
  const { payment, due } = order
  if (payment === undefined || isCovered(order)) return ''
  return html`<p class="warning">
    <strong>Only ${formatAmount(payment.paid)} of ${formatAmount(due)} arrived.</strong> Ask the shop about it.
  </p>`
}

const FINISHED_TEXT: Readonly<Record<Order['status'], string>> = {
  INIT: 'This order cannot be paid now.',
  PROCESSING: 'Your payment has arrived and is being confirmed.',
  SUCCEEDED: 'This order is paid. Thank you.',
  FAILED: 'The payment has failed. Nothing was taken.',
  CLOSED: 'This order is closed and can no longer be paid.',
}

// Orders reject other URLs; whether a link is a script must not depend on that alone.
function renderWayBack(returnUrl: string): Html | '' {
  const href = toHref(returnUrl)
  return href === undefined ? '' : html`<a class="back" href="${href}">Back to the shop</a>`
}

function utcTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function minutesLeft({ closesMs }: Order, nowMs: number): string {
  const minutes = Math.max(Math.ceil((closesMs - nowMs) / 60_000), 0)
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`
}
