/**
 * Which URLs the emulator accepts: never a script as a link, and never production.
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

/** The origin of an option that is an http(s) URL. */
export function toPublicOrigin(url: unknown, option: string): string {
  if (typeof url !== 'string' || !isHttpUrl(url)) {
    throw new TypeError(`${option} must be an http(s) URL`)
  }
  assertNotProduction(url, option)
  return new URL(url).origin
}

/** Fails on a URL of the provider's production. */
export function assertNotProduction(url: string, what: string): void {
  if (!URL.canParse(url)) throw new TypeError(`${what} is not a URL`)
  if (new URL(url).hostname.replace(/\.$/, '') !== PRODUCTION_HOST) return
  throw new TypeError(
    `${what} is the provider's production address: the emulator neither serves it nor calls it`,
  )
}
