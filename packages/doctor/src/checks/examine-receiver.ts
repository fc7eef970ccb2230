/**
 * What the answers to harmless webhooks prove: a forged one, signed ones in each scheme, and variants that tell why one fails.
 * Must not know how one is sent.
 *
 * @module
 */
import type { FindingId } from '../findings/index.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { codeOf } from './connection.ts'
import { COMPACT_BODY, EXACT_BODY, sendProbe } from './probe.ts'
import type { Answer, Probe } from './probe.ts'

type Send = (variant?: Partial<Probe>) => Promise<Answer>

const MAX_PATHS = 8

/** Says whether webhooks are verified, and rightly so. */
export async function examineReceiver(url: URL, settings: Settings): Promise<Finding> {
  const { secret, timeoutMs } = settings
  const path = url.pathname
  const send: Send = (variant) =>
    sendProbe({ url, body: EXACT_BODY, scheme: 'request', path, secret, timeoutMs, ...variant })
  try {
    const forged = await send({ secret: crypto.randomUUID() })
    if (forged.kind === 'expired') return find('callback', 'callback-proves-nothing')
    if (forged.kind === 'other') return explainOther(forged)
    return await examineSigned(send, path)
  } catch (error) {
    const { cause } = Object(error) as { readonly cause?: unknown }
    return find('callback', 'unreachable', codeOf(cause ?? error))
  }
}

async function examineSigned(send: Send, path: string): Promise<Finding> {
  const [byRequest, byBody] = await Promise.all([send(), send({ scheme: 'body' })])
  const other = [byRequest, byBody].find(({ kind }) => kind === 'other')
  if (other !== undefined) return explainSigned(other)
  if (isProof(byRequest)) {
    return find('callback', isProof(byBody) ? 'callback-verifies' : 'callback-only-request')
  }
  const seenPath = await findPath(send, path)
  if (seenPath !== undefined) return find('callback', 'callback-path-changed', `seen: ${seenPath}`)
  if (isProof(byBody)) return find('callback', 'callback-only-body')
  const isBodyChanged = await isVerifiedWhenCompact(send)
  return find('callback', isBodyChanged ? 'callback-body-changed' : 'callback-other-secret')
}

async function isVerifiedWhenCompact(send: Send): Promise<boolean> {
  const compact = { body: COMPACT_BODY }
  const answers = await Promise.all([send(compact), send({ ...compact, scheme: 'body' })])
  return answers.some(isProof)
}

/** The path that the receiver sees, if it is an end of the one that was called. */
async function findPath(send: Send, path: string): Promise<string | undefined> {
  for (const end of listEnds(path)) {
    if (isProof(await send({ path: end }))) return end
  }
  return undefined
}

function listEnds(path: string): readonly string[] {
  const parts = path.split('/').slice(1)
  return parts.map((_, index) => `/${parts.slice(index + 1).join('/')}`).slice(0, MAX_PATHS)
}

function isProof({ kind }: Answer): boolean {
  return kind === 'expired'
}

function explainSigned({ status }: Answer): Finding {
  const isLetIn = status < 300 || status === 400
  const id = isLetIn ? 'callback-no-window' : 'callback-other-answer'
  return find('callback', id, `HTTP ${status}`)
}

function explainOther({ status, location }: Answer): Finding {
  const to = location === undefined ? '' : ` to ${location}`
  return find('callback', judgeStatus(status), `HTTP ${status}${to}`)
}

function judgeStatus(status: number): FindingId {
  if (status < 300) return 'callback-unverified'
  if (status < 400) return 'callback-redirect'
  if (status >= 500) return 'callback-server-error'
  if (status === 404 || status === 410) return 'callback-not-found'
  if (status === 405) return 'callback-method'
  return [401, 403, 407].includes(status) ? 'callback-login' : 'callback-other-answer'
}
