/**
 * Cases that a runtime makes impossible, each with the reason and what happens instead. Exactly that must happen: a case that
 * passes, or fails in another way, is a failure.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'

/** A case that fails in some runtimes for a reason outside of the packages. */
export interface KnownDifference {
  readonly runtimes: readonly string[]
  readonly group: string
  readonly title: string
  readonly reason: string
  /** A part of the case's error message: one of these, where it depends on how fast the machine is. */
  readonly instead: readonly string[]
  /** It would not end by itself and would disturb the cases after it, so it is skipped. */
  readonly endless?: boolean | undefined
}

const DECLARED_300_MB =
  'the wire: answers 413 to 300 MB with a declared length, and closes the connection'
const UNDECLARED_300_MB =
  'the wire: answers 413 to 300 MB without a declared length, and closes the connection'
const ONE_BYTE_CHUNKS = 'load: holds at most 4 MB for a body of 262,143 chunks of one byte'
const SLOW_BODY = 'the wire: answers 408 to a slow body, and closes the connection'
const ABSOLUTE_URL = 'the wire: uses the path of a request target that is an absolute URL'

/** All known differences. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...['fetch', 'hono'].flatMap((group) =>
    [DECLARED_300_MB, UNDECLARED_300_MB, SLOW_BODY].map((title) => ({
      runtimes: ['deno'],
      group,
      title,
      reason:
        'Deno.serve sends the response at once, but reads what the client still sends before it closes the connection.',
      instead: ['it took longer than', '300 MB were read'],
    })),
  ),
  {
    runtimes: ['deno'],
    group: 'fastify',
    title: ABSOLUTE_URL,
    reason: "Deno's HTTP parser answers 400 (HPE_ERROR) before Fastify sees the request.",
    instead: ['"Client Error"'],
  },
  {
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title: ABSOLUTE_URL,
    reason: 'workerd answers 500 (invalid URL) before the worker sees the request.',
    instead: ['Internal Server Error'],
  },
  ...[DECLARED_300_MB, UNDECLARED_300_MB, ONE_BYTE_CHUNKS].map((title) => ({
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title,
    reason: 'A worker cannot measure its memory: there is no process.memoryUsage.rss and no gc.',
    instead: ['process.memoryUsage.rss is not a function', 'must run with --expose-gc'],
  })),
  {
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title: 'shutdown: closes only after the running handlers',
    reason: 'A worker does not listen, so it cannot stop listening.',
    instead: ['not tried'],
    endless: true,
  },
]

/** The known differences of one group in a runtime, by title. */
export function knownCases(runtime: string, group: string): ReadonlyMap<string, KnownDifference> {
  const here = KNOWN_DIFFERENCES.filter(
    (known) => known.runtimes.includes(runtime) && known.group === group,
  )
  return new Map(here.map((known) => [known.title, known]))
}

/** What a result means in its runtime. */
export type ResultStatus = 'passed' | 'failed' | 'known'

/** A result and its status. */
export interface ClassifiedResult extends CaseResult {
  readonly status: ResultStatus
  readonly reason?: string | undefined
}

/** Classifies a runtime's results. A known difference whose case did not run is a failure, too. */
export function classifyResults(
  runtime: string,
  results: readonly CaseResult[],
  known: readonly KnownDifference[] = KNOWN_DIFFERENCES,
): readonly ClassifiedResult[] {
  const here = known.filter(({ runtimes }) => runtimes.includes(runtime))
  const classified = results.map((result) => classify(result, here))
  const missing = here.filter(
    ({ group, title }) => !results.some((other) => other.group === group && other.title === title),
  )
  return [...classified, ...missing.map(toMissing)]
}

function classify(result: CaseResult, known: readonly KnownDifference[]): ClassifiedResult {
  const difference = known.find(
    ({ group, title }) => group === result.group && title === result.title,
  )
  if (difference === undefined) return { ...result, status: result.ok ? 'passed' : 'failed' }
  if (result.ok) {
    const error = 'It passes now: remove it from the known differences.'
    return { ...result, ok: false, error, status: 'failed' }
  }
  const isKnown = difference.instead.some((part) => result.error?.includes(part))
  if (!isKnown) return { ...result, status: 'failed' }
  return { ...result, status: 'known', reason: difference.reason }
}

function toMissing({ group, title }: KnownDifference): ClassifiedResult {
  const error = 'There is no such case: remove it from the known differences.'
  return { group, title, ok: false, error, status: 'failed' }
}
