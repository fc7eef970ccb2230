/**
 * The HTML of the lists of orders and refunds.
 * Changes nothing.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Order, Refund } from '../provider/model.ts'
import { isCovered } from '../provider/order-states.ts'
import { formatAmount } from '../shared/decimal.ts'
import type { Html } from './format.ts'
import { clockTime, renderStatus } from './format.ts'
import type { FindHref } from './links.ts'

/** Renders a list of orders. */
export function renderOrders(orders: readonly Order[], findHref: FindHref): Html {
  return html`<table class="card">
    <thead>
      <tr><th>Order</th><th class="number">Amount</th><th class="number wide">Paid</th><th>Status</th><th class="wide">Created</th><th class="wide">Checkout</th></tr>
    </thead>
    <tbody>
      ${orders.map(
        (order) => html`<tr>
          <td class="id">${renderIdLink(order.merchant.merchantId, order.merchantOrderId, findHref)}</td>
          <td class="number">${formatAmount(order.orderAmount)}</td>
          <td class="number wide">${order.payment === undefined ? '' : formatAmount(order.payment.paid)}</td>
          <td>${renderStatus(order.status)} ${renderNote(order)}</td>
          <td class="wide soft">${clockTime(order.createdMs)}</td>
          <td class="wide">${renderOrderButton(order)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

/** Renders a list of refunds. */
export function renderRefunds(refunds: readonly Refund[], findHref: FindHref): Html {
  return html`<table class="card">
    <thead>
      <tr><th>Refund</th><th class="wide">Order</th><th class="number">Amount</th><th>Status</th><th class="wide">Created</th></tr>
    </thead>
    <tbody>
      ${refunds.map(
        ({
          merchant,
          merchantRefundOrderId,
          merchantOrderId,
          amount,
          status,
          createdMs,
        }) => html`<tr>
          <td class="id">${renderIdLink(merchant.merchantId, merchantRefundOrderId, findHref)}</td>
          <td class="id wide">${renderIdLink(merchant.merchantId, merchantOrderId, findHref)}</td>
          <td class="number">${formatAmount(amount)}</td>
          <td>${renderStatus(status)}</td>
          <td class="wide soft">${clockTime(createdMs)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

/** An id as a link to its page, or as text when its page is gone. */
export function renderIdLink(merchantId: string, id: string, findHref: FindHref): Html {
  const href = findHref(merchantId, id)
  return href === undefined
    ? html`<code>${id}</code>`
    : html`<a href="${href}"><code>${id}</code></a>`
}

/** What a status alone does not say. */
export function noteOf(order: Order): string {
  const { status, closedBy, payment } = order
  if (status === 'CLOSED') {
    return closedBy === 'expiry'
      ? 'expired'
      : closedBy === 'customer'
        ? 'cancelled'
        : 'by the provider'
  }
  return payment !== undefined && !isCovered(order) ? 'underpaid' : ''
}

function renderNote(order: Order): Html | '' {
  const note = noteOf(order)
  return note === ''
    ? ''
    : html`<span class="${note === 'underpaid' ? 'warn' : 'soft'}">${note}</span>`
}

function renderOrderButton({ token, status }: Order): Html {
  if (status === 'CLOSED') {
    return html`<form method="post" action="/emulator/orders/${token}/pay-late"><button>Pay late</button></form>`
  }
  return html`<a href="/checkout/${token}">Open</a>`
}
