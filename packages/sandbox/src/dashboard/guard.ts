/**
 * Who may read the dashboard and press its buttons: no web page but its own.
 * Knows no buttons.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from 'hono'

export interface GuardDeps {
  /** Whether a host name is this machine's. A page of another name that resolves here is somebody else's. */
  readonly isTrustedHost: (hostname: string) => boolean
  readonly publicUrl: string | undefined
}

/** Rejects requests that another website's page may have caused. */
export function guardOrigin({ isTrustedHost, publicUrl }: GuardDeps): MiddlewareHandler {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url)
    const isKnown = host === publicHost || isTrustedHost(hostname)
    if (!isKnown) return forbid(c, `This sandbox does not go by the name ${hostname}.`)
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (isReading || isOwnRequest(c, [host, publicHost])) return next()
    return forbid(
      c,
      'Only the dashboard itself may do this, or a JSON request from outside a browser.',
    )
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

function forbid(c: Context, error: string): Response {
  return c.json({ error }, 403)
}
