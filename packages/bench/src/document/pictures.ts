/**
 * The three pictures, one for each part: which findings they show.
 *
 * @module
 */
import type { Finding, Part } from '../measure/finding.ts'
import { median } from '../measure/statistics.ts'
import { toBarChart } from './bar-chart.ts'
import type { Bar, BarGroup } from './bar-chart.ts'

/** A picture: its text in place of it, and the SVG. */
export interface Picture {
  readonly alt: string
  readonly svg: string
}

type ToGroups = (findings: readonly Finding[]) => readonly BarGroup[]

const PICTURES: Readonly<Record<Part, readonly [alt: string, toGroups: ToGroups]>> = {
  peers: ['Ours beside published peers: time to verify, routes, sizes', peerGroups],
  'by-hand': ['User CPU of each webhook route beside the same by hand', byHandGroups],
  growth: ['Time by body size and by keys kept', growthGroups],
}

/** Draws the picture of a part from the findings of the runtime that the bench itself ran in. */
export function drawPicture(part: Part, findings: readonly Finding[]): Picture {
  const [alt, toGroups] = PICTURES[part]
  const groups = toGroups(findings.filter((finding) => finding.part === part))
  return {
    alt,
    svg: toBarChart(
      alt,
      groups.filter(({ bars }) => bars.length > 0),
    ),
  }
}

function peerGroups(findings: readonly Finding[]): readonly BarGroup[] {
  const verify = findings.filter(
    ({ row, what }) => row.startsWith('verify') && what.startsWith('`body`'),
  )
  const routes = ['Hono', 'Fastify'].map((framework) => ({
    title: `Webhook route on ${framework}, requests per second: longer is better`,
    bars: sidesOf(routesOf(findings, framework, 'requests per second'), 0),
  }))
  const sizes = findings.filter(({ row }) => row === 'size')
  const shown = ['`verifyWebhook` alone', 'standardwebhooks', 'stripe', '@polar-sh/hono']
  return [
    { title: 'Verify a webhook, µs: shorter is better', bars: sidesOf(verify, 1) },
    ...routes,
    {
      title: 'Size of a bundle, kB gzipped: shorter is better',
      bars: shown.flatMap((what) => sizes.filter((size) => size.what === what)).map(toSizeBar),
    },
  ]
}

function byHandGroups(findings: readonly Finding[]): readonly BarGroup[] {
  return ['Hono', 'Koa', 'Fastify', 'Express'].map((framework) => ({
    title: `Webhook route on ${framework}, µs of user CPU: shorter is better`,
    bars: sidesOf(routesOf(findings, framework, 'user CPU per request'), 0),
  }))
}

function growthGroups(findings: readonly Finding[]): readonly BarGroup[] {
  const rowsOf = (row: string): readonly Finding[] => findings.filter((each) => each.row === row)
  const bodies = rowsOf('growth with body size').filter(({ what }) => what.startsWith('`request`'))
  return [
    {
      title: 'Verify a webhook by the size of its body, µs: ours and the floor',
      bars: bodies.flatMap(({ what, sides }) =>
        sides === undefined
          ? []
          : [
              toBar(`${what.split(', ')[1]}, ours`, sides.ours, 'µs', 1, true),
              toBar('by hand', sides.theirs, 'µs', 1, false),
            ],
      ),
    },
    {
      title: 'A claim and its completion by the keys kept, µs',
      bars: rowsOf('a claim with keys kept').flatMap(({ what, sides }) =>
        sides === undefined
          ? []
          : [toBar(what.replace(/ against.*/, ''), sides.ours, 'µs', 2, true)],
      ),
    },
  ]
}

function routesOf(
  findings: readonly Finding[],
  framework: string,
  figure: string,
): readonly Finding[] {
  return findings.filter(
    ({ row, sides }) => row === `webhook route, ${framework}` && sides?.figure === figure,
  )
}

// Findings of the first runtime, which is the bench's own: ours once, and what it is compared with.
function sidesOf(findings: readonly Finding[], digits: number): readonly Bar[] {
  const own = findings.filter(({ runtime }) => runtime === findings[0]?.runtime)
  const all = own.flatMap(({ sides }) => (sides === undefined ? [] : [sides]))
  const [first] = all
  if (first === undefined) return []
  const { unit } = first
  const ours = median(all.map((sides) => sides.ours))
  return [
    toBar('@paystablecoin', ours, unit, digits, true),
    ...all.map((sides) => toBar(sides.against, sides.theirs, unit, digits, false)),
  ]
}

function toBar(label: string, value: number, unit: string, digits: number, isOurs: boolean): Bar {
  return {
    label: label.replaceAll('`', ''),
    value,
    text: `${format(value, digits)} ${unit}`,
    isOurs,
  }
}

function toSizeBar({ what, value }: Finding): Bar {
  return toBar(what, value, 'kB', 1, what.includes('verifyWebhook'))
}

function format(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return value.toLocaleString('en', options)
}
