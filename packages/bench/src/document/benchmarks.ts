/**
 * The document of the benchmarks: three parts, each with a picture, a table, and why a row falls short.
 *
 * @module
 */
import { holds, isCloseCall } from '../measure/finding.ts'
import type { Finding, Part } from '../measure/finding.ts'
import { cellsOf } from './cells.ts'
import type { Machine } from './machine.ts'
import { drawPicture } from './pictures.ts'

/** What is written: the text, and the pictures by file name. */
export interface BenchmarksDocument {
  readonly text: string
  readonly pictures: ReadonlyMap<string, string>
}

const PARTS: readonly (readonly [part: Part, title: string, lead: string])[] = [
  [
    'peers',
    'What you would pick otherwise',
    'Published packages for the same task. Stripe, standardwebhooks and svix do what `verifyWebhook` does in the `body` scheme: the signature, the window, the JSON. Octokit’s `verify` has no window and builds no event, so it has no limit here. The routes of Polar and Clerk bound no body and drop no duplicates.',
  ],
  [
    'by-hand',
    'What it costs over the same by hand',
    '“The same duties by hand” is what a careful engineer writes for one shop (`packages/bench/src/floors`): a limit on the body’s size and time, both schemes, the window, JSON, an event with its key, bounded keys with expiry for duplicates, 200 at once, and the handler after it with a catch. “The shortest by hand” leaves out the limits of size (but Fastify’s and Express’s own) and time, the second scheme, the keys and so the duplicates, and the handler: it verifies and answers, so it has no limit here. “The floor” of `verifyWebhook` is a synchronous function for one scheme and one secret.',
  ],
  [
    'growth',
    'How it grows',
    'With the size of a body, with a million webhooks through one receiver, with the keys that are kept in memory, and with worker threads.',
  ],
]

/** Writes the document. */
export function writeBenchmarks(
  machine: Machine,
  findings: readonly Finding[],
): BenchmarksDocument {
  const pictures = new Map<string, string>()
  const parts = PARTS.map(([part, title, lead]) => {
    const { alt, svg } = drawPicture(part, findings)
    const file = `benchmarks-${part}.svg`
    pictures.set(file, svg)
    const own = findings.filter((finding) => finding.part === part)
    return [`## ${title}`, lead, `![${alt}](${file})`, toTable(own), toReasons(own)]
  })
  const text = [describe(machine, findings), ...parts.flat()].filter((block) => block !== '')
  return { text: `${text.join('\n\n')}\n`, pictures }
}

/** Replaces what stands between the two comments that name the bench. */
export function replaceBetween(document: string, text: string): string {
  const place = /(?<=<!-- bench -->\n)[^]*(?=<!-- end of bench -->)/
  if (!place.test(document))
    throw new Error('the document has no <!-- bench --> and <!-- end of bench -->')
  return document.replace(place, () => `\n${text}\n`)
}

/** A table of findings. */
export function toTable(findings: readonly Finding[]): string {
  return [
    '| row | runtime | what | measured | limit | |',
    '|---|---|---|---|---|---|',
    ...findings.map((finding) => `| ${cellsOf(finding).join(' | ')} |`),
  ].join('\n')
}

function describe(machine: Machine, findings: readonly Finding[]): string {
  const { date, node, minutes, peers } = machine
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`)
  const limited = findings.filter(({ limit }) => limit !== undefined)
  const short = limited.filter((finding) => holds(finding) === false)
  return [
    `Measured on ${date} in ${minutes.toFixed(0)} minutes: ${machine.machine}, Node ${node}.`,
    `Peers: ${versions.join(', ')}.`,
    `Of ${limited.length} rows with a limit ${short.length} fall short; why is said beneath each table.`,
  ].join('\n')
}

/** Why rows fall short: each reason once, with the rows it is of. */
function toReasons(findings: readonly Finding[]): string {
  const rowsByWhy = new Map<string, string[]>()
  for (const finding of findings) {
    const { limit, row, runtime, what } = finding
    if (limit === undefined || holds(finding) !== false) continue
    const close = isCloseCall(finding)
      ? ' (within the noise: rounds of this run fall on both sides)'
      : ''
    const rows = rowsByWhy.get(limit.why) ?? []
    rowsByWhy.set(limit.why, [...rows, `${row}, ${what}, ${runtime}${close}`])
  }
  if (rowsByWhy.size === 0) return ''
  const reasons = [...rowsByWhy].map(
    ([why, rows]) => `- ${why}\n${rows.map((row) => `  - ${row}`).join('\n')}`,
  )
  return ['**Why rows fall short**', ...reasons].join('\n\n')
}
