/**
 * Rows: webhook routes under load. The servers of a framework run on one core and take turns under the same load from the other.
 *
 * @module
 */
import type { Finding, Limit } from '../measure/finding.ts'
import { toRatio } from '../measure/finding.ts'
import { median, quantile } from '../measure/statistics.ts'
import { loadRoute } from '../routes/load.ts'
import type { Load } from '../routes/load.ts'
import { makeOurRequest, makePeerRequest } from '../routes/requests.ts'
import { startServer } from '../routes/server-process.ts'
import type { RouteServer } from '../routes/server-process.ts'
import { findNode } from './find-node.ts'

const ROUNDS = 7
const WARM_UPS = 2

/** Whose route ours is compared with. */
type Other = 'floor' | 'hand' | 'peer'

const FRAMEWORKS: readonly { readonly framework: string; readonly peer?: string }[] = [
  { framework: 'Hono', peer: '@polar-sh/hono' },
  { framework: 'Koa' },
  { framework: 'Fastify', peer: '@clerk/fastify' },
  { framework: 'Express' },
]

const AGAINST = { floor: 'the same duties by hand', hand: 'the shortest by hand' } as const

const FLOOR_WHY =
  'Ours does more than the floor: it runs a handler again that failed, keeps a lease while it runs, gives what a shutdown waits for, knows a query that says less than a webhook as the same news, has hooks, bounds how much is under way, and copies a body so that small pieces cost no more than their bytes. Taken apart on Fastify, on a machine where the floor takes 73 µs and ours 25 more: the body, through listeners that fit any framework’s stream instead of Fastify’s own parser, 7; the claim, and keys that the garbage collector has to keep, 7; the handler in a turn of its own, with its tries and its lease, 5; both schemes and the event 3; the adapter 1.5. Without gain for a whole route: `setImmediate` instead of a timer, no timer for the lease, a verification and a claim without a promise.'
const PEER_WHY =
  'Theirs does less: it bounds no body, drops no duplicates, and does not reply before the handler.'

type Limits = Readonly<Record<keyof Load, Limit | undefined>>

const LIMITS: Readonly<Record<Other, Limits>> = {
  floor: {
    perSecond: { atLeast: 0.97, why: FLOOR_WHY },
    userCpuUs: { atMost: 1.05, why: FLOOR_WHY },
    p99Ms: undefined,
  },
  hand: { perSecond: undefined, userCpuUs: undefined, p99Ms: undefined },
  peer: {
    perSecond: { atLeast: 1, why: PEER_WHY },
    userCpuUs: { atMost: 1, why: PEER_WHY },
    p99Ms: undefined,
  },
}

/** Measures every framework's routes on a version of Node. */
export async function measureRoutes(
  node: string,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  const { path, version } = findNode(node)
  for (const { framework, peer } of FRAMEWORKS) {
    const others: readonly Other[] =
      peer === undefined ? ['floor', 'hand'] : ['floor', 'hand', 'peer']
    const servers = await Promise.all(
      ['ours', ...others].map((whose) => startServer(path, framework, whose)),
    )
    try {
      const [ours = [], ...theirs] = await fight(servers)
      for (const [index, other] of others.entries()) {
        const against = other === 'peer' ? `${peer}` : AGAINST[other]
        const duel = { framework, other, against, runtime: `Node ${version}` }
        for (const finding of toFindings(duel, ours, theirs[index] ?? [])) onFinding(finding)
      }
    } finally {
      for (const server of servers) server.stop()
    }
  }
}

/** Loads the servers in turn, each round the other way round. The last may be a peer, which takes webhooks of its own. */
async function fight(servers: readonly RouteServer[]): Promise<readonly (readonly Load[])[]> {
  const loads = servers.map((): Load[] => [])
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const order = [...servers.entries()]
    for (const [index, server] of round % 2 === 0 ? order : order.toReversed()) {
      const load = await loadRoute(
        server,
        server.whose === 'peer' ? makePeerRequest : makeOurRequest,
      )
      if (round >= WARM_UPS) loads[index]?.push(load)
    }
  }
  return loads
}

const FIGURES = {
  perSecond: ['requests per second', '/s'],
  userCpuUs: ['user CPU per request', 'µs'],
  p99Ms: ['p99', 'ms'],
} as const satisfies Record<keyof Load, readonly [name: string, unit: string]>

interface RouteDuel {
  readonly framework: string
  readonly other: Other
  readonly against: string
  readonly runtime: string
}

function toFindings(
  { framework, other, against, runtime }: RouteDuel,
  ours: readonly Load[],
  theirs: readonly Load[],
): readonly Finding[] {
  return (['perSecond', 'userCpuUs', 'p99Ms'] as const).map((key) => {
    const [figure, unit] = FIGURES[key]
    const ratios = ours.map((load, round) => load[key] / (theirs[round]?.[key] ?? Number.NaN))
    const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const
    const identity = {
      part: other === 'peer' ? 'peers' : 'by-hand',
      row: `webhook route, ${framework}`,
      what: `${figure}, against ${against}`,
      runtime,
      limit: LIMITS[other][key],
    } as const
    const sides = {
      figure,
      unit,
      ours: median(ours.map((load) => load[key])),
      theirs: median(theirs.map((load) => load[key])),
      against,
      spread,
    }
    return toRatio(identity, sides, sides.ours / sides.theirs, 0)
  })
}
