/**
 * The texts that someone may have signed by mistake, each with the mistake's name.
 * Signs nothing.
 *
 * @module
 */
import type { Mistake } from './mistakes.ts'
import type { SignedParts } from './signed-text.ts'
import { carriesBody, requestLines, sha256Base64, sha256Hex } from './signed-text.ts'

/** What follows the timestamp's line in a signed text, and the mistake that leads to it. */
export interface Candidate {
  readonly lines: string
  readonly mistake?: Mistake | undefined
}

const MAX_DEPTH = 64

/** What may have been signed for an API request; the right text comes first. */
export async function requestCandidates(
  parts: SignedParts,
  origin: string,
): Promise<readonly Candidate[]> {
  const right = await requestLines(parts)
  return [
    { lines: right },
    ...(await pathCandidates(parts, origin)),
    ...(carriesBody(parts.method) ? await bodyCandidates(parts) : await queryCandidates(parts)),
    { mistake: 'method-lower-case', lines: right.replace(/^[A-Z]+/, (name) => name.toLowerCase()) },
    { mistake: 'trailing-newline', lines: `${right}\n` },
  ]
}

async function pathCandidates(parts: SignedParts, origin: string): Promise<readonly Candidate[]> {
  const { path, query } = parts
  const changed = otherPaths(path, origin)
  const candidates = changed.map(async ({ mistake, path: other }) => ({
    mistake,
    lines: await requestLines({ ...parts, path: other }),
  }))
  if (query === '') return Promise.all(candidates)
  const withQuery = `${path}?${query}`
  return [
    ...(await Promise.all(candidates)),
    { mistake: 'path-with-query', lines: await requestLines({ ...parts, path: withQuery }) },
    { mistake: 'path-with-query', lines: `${parts.method}\n${withQuery}` },
  ]
}

/** The paths that may have been signed in place of this one. */
function otherPaths(
  path: string,
  origin: string,
): readonly { readonly mistake: Mistake; readonly path: string }[] {
  const isSlashed = path.length > 1 && path.endsWith('/')
  return [
    { mistake: 'path-with-host', path: `${origin}${path}` },
    { mistake: 'path-with-host', path: `${origin.replace(/^https?:\/\//, '')}${path}` },
    { mistake: 'path-without-prefix', path: path.replace(/^\/api\/v1/, '') },
    { mistake: 'path-without-prefix', path: path.replace(/^\/api\/v1\/merchants\/[^/]+/, '') },
    { mistake: 'path-without-prefix', path: path.replace(/^\//, '') },
    { mistake: 'path-trailing-slash', path: isSlashed ? path.slice(0, -1) : `${path}/` },
    { mistake: 'path-decoded', path: decodeOr(path) },
  ]
}

async function bodyCandidates(parts: SignedParts): Promise<readonly Candidate[]> {
  const { method, path, body } = parts
  const text = new TextDecoder().decode(body)
  const start = `${method}\n${path}`
  const changed = otherBodies(text).map(async ({ mistake, body: other }) => ({
    mistake,
    lines: `${start}\n${await sha256Base64(other)}`,
  }))
  return [
    ...(await Promise.all(changed)),
    { mistake: 'body-not-hashed', lines: `${start}\n${text}` },
    { mistake: 'body-hash-in-hex', lines: `${start}\n${await sha256Hex(body)}` },
    { mistake: 'hash-missing', lines: start },
    { mistake: 'webhook-scheme', lines: text },
  ]
}

/** The bodies that may have been signed in place of this one. */
function otherBodies(
  text: string,
): readonly { readonly mistake: Mistake; readonly body: string }[] {
  const trimmed = [text.trim(), `${text}\n`].map((body) => ({
    mistake: 'body-trimmed' as const,
    body,
  }))
  const json = parseOr(text)
  if (json === undefined) return trimmed
  const pretty = [2, 4, '\t'].map((indent) => JSON.stringify(json, null, indent))
  const compact = JSON.stringify(json)
  const sorted = JSON.stringify(sortKeys(json))
  const reserialised = [compact, sorted, ...[compact, sorted].flatMap(otherSpellings)]
  return [
    ...trimmed,
    ...pretty.map((body) => ({ mistake: 'body-pretty-printed' as const, body })),
    ...reserialised.map((body) => ({ mistake: 'body-re-serialised' as const, body })),
  ]
}

// As Python's json.dumps and PHP's json_encode write by default.
function otherSpellings(compact: string): readonly string[] {
  const spaced = compact.replaceAll(
    /("(?:[^"\\]|\\.)*")|([,:])/g,
    (_, text: string | undefined, mark) => (text === undefined ? `${mark} ` : text),
  )
  const slashed = compact.replaceAll('/', '\\/')
  return [spaced, slashed, escapeUnicode(compact), escapeUnicode(spaced), escapeUnicode(slashed)]
}

function escapeUnicode(text: string): string {
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

async function queryCandidates({
  method,
  path,
  query,
}: SignedParts): Promise<readonly Candidate[]> {
  const start = `${method}\n${path}`
  if (query === '')
    return [{ mistake: 'hash-of-nothing', lines: `${start}\n${await sha256Base64('')}` }]
  return [
    { mistake: 'query-not-hashed', lines: `${start}\n${query}` },
    { mistake: 'query-with-question-mark', lines: `${start}\n${await sha256Base64(`?${query}`)}` },
    { mistake: 'query-decoded', lines: `${start}\n${await sha256Base64(decodeOr(query))}` },
    { mistake: 'hash-missing', lines: start },
    { mistake: 'body-hash-in-hex', lines: `${start}\n${await sha256Hex(query)}` },
  ]
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parseOr(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isDeep(json, MAX_DEPTH) ? undefined : json
  } catch {
    return undefined
  }
}

// What is nested without end can be parsed, but not written again: that takes the whole stack.
function isDeep(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levelsLeft === 0 || Object.values(value).some((inner) => isDeep(inner, levelsLeft - 1))
}
