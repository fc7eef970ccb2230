/**
 * One round of load on a route: a fixed number of webhooks, each a different event, signed beforehand.
 *
 * @module
 */
import { loadPeer } from '../peers.ts'
import type { LoadRequest, MakeRequest } from './requests.ts'
import type { RouteServer } from './server-process.ts'

/** The figures of a round. */
export interface Load {
  readonly perSecond: number
  readonly userCpuUs: number
  readonly p99Ms: number
}

const CONNECTIONS = 16
const WEBHOOKS = 16_000

interface LoadClient {
  readonly setRequests: (requests: readonly LoadRequest[]) => void
}

interface LoadResult {
  readonly '2xx': number
  readonly latency: { readonly p99: number }
}

interface LoadRun extends PromiseLike<LoadResult> {
  readonly on: (event: 'response', listener: () => void) => void
}

type Autocannon = (options: {
  readonly url: string
  readonly connections: number
  readonly amount: number
  readonly setupClient: (client: LoadClient) => void
}) => LoadRun

let orderNumber = 0

/** Sends a round of webhooks. Throws when one was not answered with 200. */
export async function loadRoute(server: RouteServer, makeRequest: MakeRequest): Promise<Load> {
  const { default: autocannon } = await loadPeer<{ readonly default: Autocannon }>('autocannon')
  const cpuBefore = await server.userCpuUs()
  const run = autocannon({
    url: `http://127.0.0.1:${server.port}`,
    connections: CONNECTIONS,
    amount: WEBHOOKS,
    setupClient: (client) => client.setRequests(nextRequests(makeRequest)),
  })
  // Autocannon's own duration is rounded up to a second.
  const answeredMs: number[] = []
  run.on('response', () => answeredMs.push(performance.now()))
  const { '2xx': answered, latency } = await run
  if (answered !== WEBHOOKS) throw new Error(`${answered} of ${WEBHOOKS} answered 200`)
  const userCpuUs = ((await server.userCpuUs()) - cpuBefore) / WEBHOOKS
  const seconds = ((answeredMs.at(-1) ?? 0) - (answeredMs[0] ?? 0)) / 1000
  return { perSecond: WEBHOOKS / seconds, userCpuUs, p99Ms: latency.p99 }
}

function nextRequests(makeRequest: MakeRequest): readonly LoadRequest[] {
  return Array.from({ length: WEBHOOKS / CONNECTIONS }, () => makeRequest(++orderNumber))
}
