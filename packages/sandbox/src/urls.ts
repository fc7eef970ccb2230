/**
 * Which addresses the sandbox accepts: never a script as a link, and never production.
 * Knows no orders.
 *
 * @module
 */

const PRODUCTION_HOST = 'api.paystablecoin.global'

/** Whether a text is an absolute http(s) URL: anything else must not become a link or a redirect. */
export function isHttpUrl(text: string): boolean {
  return toHref(text) !== undefined
}

/** An http(s) URL as a link or a header carries it: ASCII, whatever the text was. `undefined` for anything else. */
export function toHref(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined
}

/** Refuses an address of the provider's production. */
export function assertNotProduction(url: string, what: string): void {
  if (!URL.canParse(url)) throw new TypeError(`${what} is not a URL`)
  if (new URL(url).hostname.replace(/\.$/, '') !== PRODUCTION_HOST) return
  throw new TypeError(
    `${what} is the provider's production address: the sandbox neither answers for it nor calls it`,
  )
}
