/**
 * Cases that a runtime itself makes impossible, each with its reason and with what happens instead. Exactly that must happen: a
 * case that passes, or fails in another way, is a failure.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'

/** A case that fails in some runtimes, and why nothing here can help it. */
export interface KnownDifference {
  readonly runtimes: readonly string[]
  readonly group: string
  readonly title: string
  readonly reason: string
  /** What the error of the case says. */
  readonly instead: string
  /** It would go on after it was given up, and disturb the cases after it: it is not even tried. */
  readonly endless?: boolean | undefined
}

const DECLARED_300_MB = 'the wire: answers 413 to 300 MB whose length is declared, and hangs up'
const UNDECLARED_300_MB =
  'the wire: answers 413 to 300 MB whose length is not declared, and hangs up'
const TRICKLE = 'the wire: answers 408 to a body that trickles, and hangs up'
const WHOLE_URL = 'the wire: takes the path of a request target that is a whole URL'

/** What is known. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...[DECLARED_300_MB, UNDECLARED_300_MB, TRICKLE].map((title) => ({
    runtimes: ['deno'],
    group: 'hono',
    title,
    reason:
      'Deno.serve sends the answer at once, but takes in what the client goes on sending before it closes the connection.',
    instead: 'it took longer than',
  })),
  {
    runtimes: ['deno'],
    group: 'fastify',
    title: WHOLE_URL,
    reason: "Deno's HTTP parser answers 400 (HPE_ERROR) before Fastify sees the request.",
    instead: '"Client Error"',
  },
  {
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title: WHOLE_URL,
    reason: 'workerd answers 500 (invalid URL) before the worker sees the request.',
    instead: 'Internal Server Error',
  },
  ...[DECLARED_300_MB, UNDECLARED_300_MB].map((title) => ({
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title,
    reason: 'A worker can not ask how much memory it takes: there is no process.memoryUsage.rss.',
    instead: 'process.memoryUsage.rss is not a function',
  })),
  {
    runtimes: ['workerd-nodejs'],
    group: 'hono',
    title: 'shutdown: closes only after the handlers that are at work',
    reason: 'A worker does not listen, so it can not stop listening.',
    instead: 'not tried',
    endless: true,
  },
]

/** What is known of the cases of one group in a runtime, by their titles. */
export function knownCases(runtime: string, group: string): ReadonlyMap<string, KnownDifference> {
  const here = KNOWN_DIFFERENCES.filter(
    (known) => known.runtimes.includes(runtime) && known.group === group,
  )
  return new Map(here.map((known) => [known.title, known]))
}

/** What a result means, after what is known of the runtime. */
export type Verdict = 'passed' | 'failed' | 'known'

/** A result, and what it means. */
export interface JudgedResult extends CaseResult {
  readonly verdict: Verdict
  readonly reason?: string | undefined
}

/** Judges a runtime's results. A difference whose case did not run at all is reported as a failure, too. */
export function judgeResults(
  runtime: string,
  results: readonly CaseResult[],
  known: readonly KnownDifference[] = KNOWN_DIFFERENCES,
): readonly JudgedResult[] {
  const here = known.filter(({ runtimes }) => runtimes.includes(runtime))
  const judged = results.map((result) => judge(result, here))
  const missing = here.filter(
    ({ group, title }) => !results.some((other) => other.group === group && other.title === title),
  )
  return [...judged, ...missing.map(toMissing)]
}

function judge(result: CaseResult, known: readonly KnownDifference[]): JudgedResult {
  const difference = known.find(
    ({ group, title }) => group === result.group && title === result.title,
  )
  if (difference === undefined) return { ...result, verdict: result.ok ? 'passed' : 'failed' }
  if (result.ok) {
    const error = 'It passes now: remove it from the known differences.'
    return { ...result, ok: false, error, verdict: 'failed' }
  }
  if (result.error?.includes(difference.instead) !== true) return { ...result, verdict: 'failed' }
  return { ...result, verdict: 'known', reason: difference.reason }
}

function toMissing({ group, title }: KnownDifference): JudgedResult {
  const error = 'There is no such case: remove it from the known differences.'
  return { group, title, ok: false, error, verdict: 'failed' }
}
