/**
 * Who may press the dashboard's buttons: no web page but its own.
 * Knows no buttons.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from 'hono'

/** Rejects requests that another website's page may have caused. */
export function guardOrigin(publicUrl: string | undefined): MiddlewareHandler {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host
  return async (c, next) => {
    const { host } = new URL(c.req.url)
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (isReading || isOwnRequest(c, [host, publicHost])) return next()
    const error = 'Only the dashboard itself may do this, or a JSON request from outside a browser.'
    return c.json({ error }, 403)
  }
}

// Browsers send the origin with every POST. Without one it must be JSON, which no page can send cross-origin without a preflight.
function isOwnRequest(c: Context, hosts: readonly (string | undefined)[]): boolean {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin !== undefined) return URL.canParse(origin) && hosts.includes(new URL(origin).host)
  return site !== undefined || isJson(c)
}

function isJson(c: Context): boolean {
  return /^application\/json\b/i.test(c.req.header('content-type') ?? '')
}
