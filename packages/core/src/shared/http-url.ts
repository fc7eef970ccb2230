/**
 * What counts as an http(s) URL.
 *
 * @module
 */

/** Whether this is an absolute http(s) URL: never `javascript:` and the like. */
export function isHttpUrl(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
