/**
 * The way to a server: name, port, certificate.
 * Sends no request and knows no payments.
 *
 * @module
 */
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isLoopback, toAddress } from '../addresses.ts'
import type { FindingId } from '../findings/index.ts'
import type { Settings } from '../options.ts'
import type { CheckName, Finding } from '../report.ts'
import { find, isFailure } from '../report.ts'
import { within } from '../within.ts'

/** The addresses of a host, or the finding that there are none. */
export async function resolveHost(
  check: CheckName,
  url: URL,
  { timeoutMs }: Pick<Settings, 'timeoutMs'>,
): Promise<readonly string[] | Finding> {
  try {
    const looking = lookup(toAddress(url.hostname), { all: true })
    const found = await within(timeoutMs, looking)
    return found.map(({ address }) => address)
  } catch (error) {
    return find(check, 'dns-unknown', `${url.hostname} (${codeOf(error)})`)
  }
}

/** Connects to a URL's server and hangs up. */
export async function checkConnection(
  check: CheckName,
  url: URL,
  settings: Settings,
): Promise<Finding> {
  const { timeoutMs, local } = settings
  const resolved = await resolveHost(check, url, settings)
  if ('id' in resolved) return resolved
  try {
    await shakeHands(url, timeoutMs)
  } catch (error) {
    const code = codeOf(error)
    const seen = code === 'ABORT_ERR' ? `no answer in ${timeoutMs} ms` : code
    return find(check, toFindingId(code), `${url.host} (${seen})`)
  }
  if (url.protocol === 'https:') return find(check, 'reachable', url.host)
  const isNear = local || isLoopback(url.hostname)
  return find(check, isNear ? 'reachable-locally' : 'plain-http', url.host)
}

/** Whether nothing can be sent: plain HTTP is wrong, but tells more when it is examined. */
export function isBlocked(connection: Finding): boolean {
  return isFailure(connection) && connection.id !== 'plain-http'
}

async function shakeHands(url: URL, timeoutMs: number): Promise<void> {
  const isTls = url.protocol === 'https:'
  const host = toAddress(url.hostname)
  const port = Number(url.port === '' ? (isTls ? 443 : 80) : url.port)
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
  const socket = isTls ? connectTls({ host, port, ...servername }) : connectTcp({ host, port })
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', {
      signal: AbortSignal.timeout(timeoutMs),
    })
  } finally {
    socket.destroy()
  }
}

function toFindingId(code: string): FindingId {
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'CERT_HAS_EXPIRED') return 'tls-expired'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'tls-other-name'
  if (/CERT|^UNABLE_TO/.test(code)) return 'tls-untrusted'
  return /^ERR_SSL|^EPROTO/.test(code) ? 'tls-failed' : 'unreachable'
}

/** The code of an error of Node or of a driver, which never contains an address or a password. */
export function codeOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown }
  if (typeof code === 'string') return code
  return typeof name === 'string' ? name : 'no code'
}
