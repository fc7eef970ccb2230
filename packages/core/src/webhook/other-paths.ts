/**
 * The paths that may have been signed in place of the ones that were verified, and how two paths differ.
 * Signs nothing. Its work is bounded: anybody can send a path.
 *
 * @module
 */
import { readHeader } from '../shared/headers.ts'
import type { HeadersLike } from '../shared/types.ts'
import { toPathname } from '../signing/canonical.ts'
import type { SignatureCauseKind } from './causes.ts'

const MAX_PATH_CHARACTERS = 2048
const MAX_PATHS = 200
const MAX_DROPPED_SEGMENTS = 4

// Prefixes that gateways and mounted apps add or take away. Any other is found when it is in the path at hand.
const PREFIXES = [
  'prod',
  'production',
  'live',
  'stage',
  'staging',
  'dev',
  'test',
  'default',
  'v1',
  'api',
]

// Where proxies leave the path or URL outside.
const OUTSIDE_HEADERS = [
  'x-forwarded-uri',
  'x-forwarded-path',
  'x-original-uri',
  'x-original-url',
  'x-envoy-original-path',
  'x-rewrite-url',
]

/** What the headers of proxies say of the path outside. Anybody can write them: they are tried, not believed. */
export function targetsOutside(headers: HeadersLike, path: string): readonly string[] {
  const prefix = readHeader(headers, 'x-forwarded-prefix')
  const outside = OUTSIDE_HEADERS.map((name) => readHeader(headers, name))
  return [prefix === '' ? '' : `${prefix}${path}`, ...outside].filter((target) => target !== '')
}

/** The paths of these targets in other spellings, each once; as many as are worth a try. */
export function otherPaths(targets: readonly string[]): readonly string[] {
  const short = targets.filter(({ length }) => length <= MAX_PATH_CHARACTERS)
  const given = short.flatMap((target) => [target, withoutHost(target), toPathname(target)])
  const spelled = short.flatMap((target) => spellingsOf(toPathname(target)))
  return [...new Set([...given, ...spelled])].slice(0, MAX_PATHS)
}

function spellingsOf(path: string): readonly string[] {
  const decoded = orSame(path, decodeURIComponent)
  const whole = [path, path.toLowerCase(), decoded, orSame(decoded, encodeURI)]
  const spellings = [...whole, ...withoutPrefix(path), ...withPrefix(path)]
  return spellings.flatMap((spelling) => [spelling, toggleSlash(spelling)])
}

function withPrefix(path: string): readonly string[] {
  return PREFIXES.map((prefix) => `/${prefix}${path}`)
}

function withoutPrefix(path: string): readonly string[] {
  const segments = path.split('/').slice(1)
  const most = Math.min(segments.length - 1, MAX_DROPPED_SEGMENTS)
  return Array.from({ length: most }, (_, index) => `/${segments.slice(index + 1).join('/')}`)
}

function toggleSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : `${path}/`
}

function withoutHost(target: string): string {
  return target.replace(/^[a-z]+:\/\/[^/]*/i, '')
}

function orSame(path: string, change: (path: string) => string): string {
  try {
    return change(path)
  } catch {
    return path
  }
}

/** How the path that was signed differs from the nearest of those that were verified. */
export function comparePaths(
  verified: readonly string[],
  signed: string,
): readonly SignatureCauseKind[] {
  const differences = verified.map((path) => comparePath(path, signed))
  const [nearest] = differences.toSorted((a, b) => distance(a) - distance(b))
  return nearest ?? ['path-missing']
}

function distance(kinds: readonly SignatureCauseKind[]): number {
  return kinds.includes('path-other') ? Number.POSITIVE_INFINITY : kinds.length
}

function comparePath(verified: string, target: string): readonly SignatureCauseKind[] {
  if (verified === target) return []
  const kinds: SignatureCauseKind[] = []
  if (!target.startsWith('/')) kinds.push('path-with-host')
  if (target.includes('?')) kinds.push('path-with-query')
  const signed = toPathname(target)
  if (verified.endsWith('/') !== signed.endsWith('/')) kinds.push('path-trailing-slash')
  const kind = compareSegments(verified.replace(/\/$/, ''), signed.replace(/\/$/, ''))
  return kind === undefined ? kinds : [...kinds, kind]
}

function compareSegments(verified: string, signed: string): SignatureCauseKind | undefined {
  if (verified === signed) return undefined
  const [a, b] = [orSame(verified, decodeURIComponent), orSame(signed, decodeURIComponent)]
  if (a === b) return 'path-decoded'
  if (a.toLowerCase() === b.toLowerCase()) return 'path-case'
  return verified.endsWith(signed) || signed.endsWith(verified) ? 'path-prefix' : 'path-other'
}
