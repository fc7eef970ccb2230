/**
 * The HTML of what an order or refund is: amounts, times, addresses, and what can be done with it.
 * Knows nothing of what happened to it.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Order, Refund } from '../provider/model.ts'
import { isCovered, remainingOf } from '../provider/order-states.ts'
import { formatAmount } from '../shared/decimal.ts'
import { toHref } from '../shared/urls.ts'
import { renderCopy } from './blocks.ts'
import type { Html } from './format.ts'
import { dateTime, renderStatus } from './format.ts'
import type { FindHref } from './links.ts'
import { noteOf, renderIdLink } from './lists.ts'

/** Renders an order. */
export function renderOrder(order: Order, refunds: readonly Refund[], findHref: FindHref): Html {
  const { merchantOrderId, orderAmount, status } = order
  return html`<div class="title-row">
      <h1><code>${merchantOrderId}</code></h1>
      ${renderCopy(merchantOrderId, 'the id')}
    </div>
    <p class="lead"><strong>${formatAmount(orderAmount)}</strong> ${renderStatus(status)} <span class="soft">${noteOf(order)}</span></p>
    ${renderUnderpaid(order)} ${renderOrderFacts(order, refunds, findHref)} ${renderOrderActions(order)}`
}

function renderUnderpaid(order: Order): Html | '' {
  const { payment, status, due } = order
  if (payment === undefined || isCovered(order)) return ''
  const advice =
    status === 'SUCCEEDED'
      ? 'It is SUCCEEDED all the same: compare the amounts before you hand over goods.'
      : `${formatAmount(remainingOf(order))} are missing.`
  return html`<p class="warning"><strong>Underpaid.</strong> ${formatAmount(payment.paid)} of ${formatAmount(due)} have arrived. ${advice}</p>`
}

function renderOrderFacts(order: Order, refunds: readonly Refund[], findHref: FindHref): Html {
  const { merchant, payment, closesMs, changes } = order
  const link = (id: string): Html => renderIdLink(merchant.merchantId, id, findHref)
  return renderFacts([
    ['Provider’s id', html`<code>${order.acquiringOrderId}</code>`],
    [
      'Paid',
      payment === undefined ? 'nothing yet' : `${formatAmount(payment.paid)} by ${payment.method}`,
    ],
    ['For', order.description],
    ['Created', dateTime(changes[0]?.atMs ?? order.createdMs)],
    ['Closes', dateTime(closesMs)],
    ['Webhooks to', order.callbackUrl ?? 'nowhere: the order has no callbackUrl'],
    ['Returns to', renderUrl(order.returnUrl)],
    ['Merchant', `${merchant.name} (${merchant.merchantId})`],
    [
      'Refunds',
      refunds.length === 0
        ? undefined
        : html`${refunds.map(({ merchantRefundOrderId: id }) => html`${link(id)} `)}`,
    ],
  ])
}

function renderUrl(url: string): Html | string {
  const href = toHref(url)
  return href === undefined ? url : html`<a href="${href}">${url}</a>`
}

function renderOrderActions({ token, status }: Order): Html {
  const action = `/emulator/orders/${token}`
  const isOpen = status === 'INIT' || status === 'PROCESSING'
  return html`<div class="actions">
    <a class="button" href="/checkout/${token}">Open checkout</a>
    ${status === 'CLOSED' ? html`<form method="post" action="${action}/pay-late"><button>Pay late</button></form>` : ''}
    ${isOpen ? html`<form method="post" action="${action}/close"><button>Close as the provider</button></form>` : ''}
  </div>`
}

/** Renders a refund. */
export function renderRefund(refund: Refund, findHref: FindHref): Html {
  const { merchant, merchantRefundOrderId: id, merchantOrderId, amount, status } = refund
  return html`<div class="title-row">
      <h1><code>${id}</code></h1>
      ${renderCopy(id, 'the id')}
    </div>
    <p class="lead"><strong>${formatAmount(amount)}</strong> ${renderStatus(status)} <span class="soft">refund</span></p>
    ${renderFacts([
      ['Order', renderIdLink(merchant.merchantId, merchantOrderId, findHref)],
      ['Reason', refund.refundReason],
      ['Created', dateTime(refund.changes[0]?.atMs ?? refund.createdMs)],
      ['Webhooks to', refund.notifyUrl ?? 'nowhere: the refund has no notifyUrl'],
      ['Merchant', `${merchant.name} (${merchant.merchantId})`],
    ])}`
}

type Fact = readonly [name: string, value: Html | string | undefined]

function renderFacts(facts: readonly Fact[]): Html {
  return html`<dl class="facts card subject-facts">
    ${facts.map(([name, value]) =>
      value === undefined
        ? ''
        : html`<div><dt>${name}</dt>
            <dd>${value}</dd></div>`,
    )}
  </dl>`
}
