/**
 * The shop's pages. They work without JavaScript; every value passes through `html`, which escapes it.
 * Must not know the database or the provider.
 *
 * @module
 */
import { html } from 'hono/html'
import { toPaymentText, toRefundText } from './order-texts.ts'
import type { StateText } from './order-texts.ts'
import { isOpen, isPayable, isRefundable, toPickupCode } from './order-state.ts'
import type { ShopOrder } from './shop-order.ts'
import type { Product } from './products.ts'

/** What `html` makes. */
export type Page = ReturnType<typeof html>

const REFRESH_SECONDS = 2

/** The shelf. */
export function productsPage(products: readonly Product[]): Page {
  return layout({
    title: 'The stablecoin shop',
    body: html`<main>
      <h1>What would you like?</h1>
      ${products.map(productCard)}
    </main>`,
  })
}

function productCard({ id, name, about, tile, price }: Product): Page {
  return html`<article class="card product">
    <span class="tile" aria-hidden="true">${tile}</span>
    <h2>${name}</h2>
    <p class="soft">${about}</p>
    <form method="post" action="/orders">
      <input type="hidden" name="product" value="${id}">
      <button>Buy for ${price.value} ${price.currency}</button>
    </form>
  </article>`
}

/** One order, its payment and its refund. The page loads itself again while there is something to wait for. */
export function orderPage(order: ShopOrder): Page {
  return layout({
    title: `Order: ${order.product}`,
    refresh: isOpen(order),
    body: html`<main data-status="${order.status}" data-check="${order.paymentCheck ?? ''}" data-refund="${order.refundStatus ?? ''}">
      <h1>${order.product}</h1>
      ${stateCard(toPaymentText(order), pickupCode(order))}
      ${refundCard(order)}
      <section class="card"><dl>
        <dt>Price</dt><dd>${order.price.value} ${order.price.currency}</dd>
        <dt>Order</dt><dd>${order.merchantOrderId}</dd>
        ${isPayable(order) ? html`<dt>Pay until</dt><dd>${toUtc(order.expiresAt)}</dd>` : ''}
      </dl></section>
      ${orderActions(order)}
    </main>`,
  })
}

function stateCard({ title, text, tone }: StateText, more: Page | ''): Page {
  return html`<section class="card state ${tone}" role="status"><h2>${title}</h2><p>${text}</p>${more}</section>`
}

function toUtc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function pickupCode(order: ShopOrder): Page | '' {
  const code = toPickupCode(order)
  return code === undefined ? '' : html`<p class="code">${code}</p>`
}

function refundCard(order: ShopOrder): Page | '' {
  const text = toRefundText(order)
  return text === undefined ? '' : stateCard(text, '')
}

function orderActions(order: ShopOrder): Page {
  return html`
    ${isPayable(order) ? html`<a class="button" href="${order.checkoutUrl}">Go to the payment page</a>` : ''}
    ${isRefundable(order) ? refundButton(order) : ''}
    <p><a href="/">Back to the shop</a></p>`
}

// A real shop has this behind the login of its staff.
function refundButton({ merchantOrderId }: ShopOrder): Page {
  return html`<form method="post" action="/orders/${merchantOrderId}/refund"><button class="quiet">Refund</button></form>`
}

/** A page that says in words what is wrong. */
export function problemPage(title: string, text: string): Page {
  return layout({
    title,
    body: html`<main><h1>${title}</h1><p>${text}</p><p><a href="/">Back to the shop</a></p></main>`,
  })
}

function layout({ title, body, refresh = false }: LayoutParts): Page {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  ${refresh ? html`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : ''}
  <title>${title}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/style.css">
</head>
<body>
  <header><a href="/">The stablecoin shop</a></header>
  ${body}
  <footer>An example shop. Nothing here is for sale.</footer>
</body>
</html>`
}

interface LayoutParts {
  readonly title: string
  readonly body: Page
  readonly refresh?: boolean | undefined
}
