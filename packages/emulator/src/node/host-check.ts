/**
 * Under which host names an emulator over sockets responds. A website whose own name resolves to this machine (DNS rebinding)
 * counts as the same origin in a browser: without this check it could read everything and call everything.
 * Knows no routes.
 *
 * @module
 */
import { isIP } from 'node:net'
import { toList, toText } from '../shared/option-checks.ts'

export interface HostCheckOptions {
  /** The name or address that the emulator listens on. */
  readonly host: string
  readonly allowHosts: readonly string[]
  readonly publicUrl: string | undefined
}

/** Returns the response to a request under a name that is not allowed; `undefined` when it is. */
export type CheckHost = (request: Request) => Response | undefined

export function createHostCheck({ host, allowHosts, publicUrl }: HostCheckOptions): CheckHost {
  const names = new Set([host.toLowerCase(), ...allowHosts])
  if (publicUrl !== undefined) names.add(new URL(publicUrl).hostname)
  return ({ url }) => {
    const { hostname } = new URL(url)
    if (names.has(hostname) || isLocalName(hostname)) return undefined
    const error = `This emulator does not respond under the name ${hostname}. Start it with --allow-host ${hostname}, or with the option allowHosts.`
    return Response.json({ error }, { status: 403 })
  }
}

/** Names that no website can have: addresses, localhost, and names without a dot, such as a container's. */
function isLocalName(hostname: string): boolean {
  return (
    !hostname.includes('.') ||
    hostname.endsWith('.localhost') ||
    isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
  )
}

/** Checks the option `allowHosts`. */
export function toHostNames(hosts: unknown): readonly string[] {
  return toList('allowHosts', hosts, toHostName)
}

function toHostName(value: unknown, option: string): string {
  const text = toText(option, value)
  const isBare = !/[/:@?#\\]/.test(text) && URL.canParse(`http://${text}`)
  const name = isBare ? new URL(`http://${text}`).hostname : ''
  if (/^[a-z0-9._-]+$/.test(name)) return name
  throw new TypeError(`${option} must be a host name, without scheme, port and wildcard`)
}
