/**
 * Who may see the dashboard and press its buttons: nobody's web page but its own.
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
      'Only the dashboard itself, or a request with JSON from outside a browser, may do this.',
    )
  }
}

// Browsers name the origin of every POST. What names none must be JSON, which no page may send elsewhere unasked.
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
