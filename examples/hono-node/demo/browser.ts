/**
 * A customer without a browser: opens pages and presses the buttons of their forms, over HTTP.
 * Knows HTML forms, and neither the shop nor the checkout page.
 *
 * @module
 */
import { parse } from 'node-html-parser'
import type { HTMLElement } from 'node-html-parser'

/** A page that was opened. */
export interface Page {
  readonly url: string
  readonly status: number
  readonly html: HTMLElement
}

/** Opens a page. Redirects are followed, as browsers do. */
export async function openPage(
  url: string,
  signal?: AbortSignal,
  form?: URLSearchParams,
): Promise<Page> {
  // As browsers say of a form on a page of the same site.
  const headers = { 'sec-fetch-site': 'same-origin' }
  const init = form === undefined ? {} : { method: 'POST', body: form, headers }
  const response = await fetch(url, { ...init, signal: signal ?? AbortSignal.timeout(10_000) })
  return { url: response.url, status: response.status, html: parse(await response.text()) }
}

/**
 * Presses the first button whose text begins with `label`, and opens the page that follows.
 *
 * @throws {Error} There is no such button.
 */
export async function pressButton(page: Page, label: string, signal?: AbortSignal): Promise<Page> {
  const button = page.html
    .querySelectorAll('form button, button[form]')
    .find(({ textContent }) => textContent.trim().startsWith(label))
  const form = button === undefined ? undefined : formOf(button, page)
  if (button === undefined || form === undefined || form === null) {
    throw new Error(`There is no button “${label}” on ${page.url} (HTTP ${page.status}).`)
  }
  const action = button.getAttribute('formaction') ?? form.getAttribute('action') ?? page.url
  const body = new URLSearchParams(form.querySelectorAll('input').filter(isSent).map(toField))
  return openPage(new URL(action, page.url).href, signal, body)
}

/** The form around a button, or the one that it names. */
function formOf(button: HTMLElement, page: Page): HTMLElement | null {
  const id = button.getAttribute('form')
  return id === undefined ? button.closest('form') : page.html.getElementById(id)
}

function isSent(input: HTMLElement): boolean {
  return input.getAttribute('type') !== 'radio' || input.hasAttribute('checked')
}

function toField(input: HTMLElement): [string, string] {
  return [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']
}
