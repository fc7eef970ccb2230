/**
 * Row: webhook routes under load. The servers run on one core and take turns under the same load from the other.
 *
 * @module
 */
import type { Finding } from '../measure/finding.ts'
import { median, quantile } from '../measure/statistics.ts'
import { loadRoute } from '../routes/load.ts'
import type { Load } from '../routes/load.ts'
import { makeOurRequest, makePeerRequest } from '../routes/requests.ts'
import type { MakeRequest } from '../routes/requests.ts'
import { startServer } from '../routes/server-process.ts'
import type { RouteServer } from '../routes/server-process.ts'

const ROUNDS = 7
const WARM_UPS = 2
const runtime = `Node ${process.versions.node}`

interface Duel {
  readonly framework: string
  /** Whose route the other is: `hand`, or the peer's. */
  readonly other: 'hand' | 'peer'
  readonly against: string
}

const DUELS: readonly Duel[] = [
  ...['Hono', 'Koa', 'Fastify'].map((framework) => ({
    framework,
    other: 'hand' as const,
    against: 'the shortest by hand',
  })),
  { framework: 'Hono', other: 'peer', against: '@polar-sh/hono' },
  { framework: 'Fastify', other: 'peer', against: '@clerk/fastify' },
]

interface Round {
  readonly ours: Load
  readonly theirs: Load
}

/** Measures every framework's routes. */
export async function measureRoutes(onFinding: (finding: Finding) => void): Promise<void> {
  for (const duel of DUELS) {
    const { framework, other } = duel
    const [ours, theirs] = await Promise.all([
      startServer(framework, 'ours'),
      startServer(framework, other),
    ])
    try {
      const rounds = await fight(ours, theirs, other === 'hand' ? makeOurRequest : makePeerRequest)
      for (const finding of toFindings(duel, rounds)) onFinding(finding)
    } finally {
      ours.stop()
      theirs.stop()
    }
  }
}

async function fight(
  ours: RouteServer,
  theirs: RouteServer,
  makeTheirs: MakeRequest,
): Promise<readonly Round[]> {
  const rounds: Round[] = []
  const loadOurs = (): Promise<Load> => loadRoute(ours, makeOurRequest)
  const loadTheirs = (): Promise<Load> => loadRoute(theirs, makeTheirs)
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const oursFirst = round % 2 === 0
    const early = await (oursFirst ? loadOurs() : loadTheirs())
    const late = await (oursFirst ? loadTheirs() : loadOurs())
    if (round < WARM_UPS) continue
    rounds.push(oursFirst ? { ours: early, theirs: late } : { ours: late, theirs: early })
  }
  return rounds
}

function toFindings(duel: Duel, rounds: readonly Round[]): readonly Finding[] {
  const isLimited = duel.other === 'hand'
  return [
    toFinding(duel, rounds, 'perSecond', isLimited ? { atLeast: 0.95 } : undefined),
    toFinding(duel, rounds, 'userCpuUs', isLimited ? { atMost: 1.05 } : undefined),
    toFinding(duel, rounds, 'p99Ms', undefined),
  ]
}

const FIGURES = {
  perSecond: ['requests per second', '/s'],
  userCpuUs: ['user CPU per request', 'µs'],
  p99Ms: ['p99', 'ms'],
} as const satisfies Record<keyof Load, readonly [name: string, unit: string]>

function toFinding(
  { framework, against }: Duel,
  rounds: readonly Round[],
  figure: keyof Load,
  limit: Finding['limit'],
): Finding {
  const [name, unit] = FIGURES[figure]
  const ours = median(rounds.map((round) => round.ours[figure]))
  const theirs = median(rounds.map((round) => round.theirs[figure]))
  const ratios = rounds.map((round) => round.ours[figure] / round.theirs[figure])
  const spread = `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`
  const detail = `${ours.toFixed(0)} against ${theirs.toFixed(0)} ${unit}; middle half ${spread}`
  const what = `${name}, against ${against}`
  const row = `webhook route, ${framework}`
  return { row, what, runtime, value: ours / theirs, unit: '×', detail, limit }
}
