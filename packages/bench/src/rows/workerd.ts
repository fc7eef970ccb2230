/**
 * Row: the Web Crypto path on workerd, timed from outside, in turn with stripe's worker build.
 *
 * @module
 */
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../measure/finding.ts'
import { toFinding } from '../measure/finding.ts'
import { median, quantile } from '../measure/statistics.ts'
import { loadPeer, peersFolder } from '../peers.ts'

const WHY =
  'Each call of Web Crypto is a promise, and the `request` scheme makes two where stripe makes one.'

const TIMES = 500
const ROUNDS = 40
const WARM_UPS = 5

interface Worker {
  readonly dispatchFetch: (url: string) => Promise<Response>
  readonly dispose: () => Promise<void>
}

interface MiniflareModule {
  readonly Miniflare: new (options: {
    readonly modules: true
    readonly script: string
    readonly compatibilityDate: string
    readonly cf: false
  }) => Worker
}

/** Measures both schemes. */
export async function measureWorkerd(onFinding: (finding: Finding) => void): Promise<void> {
  const { Miniflare } = await loadPeer<MiniflareModule>('miniflare')
  const script = await bundleWorker()
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate: '2026-04-01',
    cf: false,
  })
  try {
    onFinding(await duel(worker, 'body', 1))
    onFinding(await duel(worker, 'request', 1.6))
  } finally {
    await worker.dispose()
  }
}

async function duel(worker: Worker, scheme: string, atMost: number): Promise<Finding> {
  const rounds: (readonly [ours: number, theirs: number])[] = []
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const ours = await microseconds(worker, `whose=ours&scheme=${scheme}`)
    const theirs = await microseconds(worker, `whose=theirs&scheme=${scheme}`)
    if (round >= WARM_UPS) rounds.push([ours, theirs])
  }
  const [oursUs, theirsUs] = [median(rounds.map(([us]) => us)), median(rounds.map(([, us]) => us))]
  const ratios = rounds.map(([ours, theirs]) => ours / theirs)
  const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const
  const what = `\`${scheme}\` against stripe's worker build`
  const identity = {
    part: 'peers',
    row: 'the Web Crypto path',
    what,
    against: "stripe's worker build",
    runtime: 'workerd',
    limit: { atMost, why: WHY },
  } as const
  return toFinding(identity, { oursUs, theirsUs, ratio: oursUs / theirsUs, spread })
}

async function microseconds(worker: Worker, query: string): Promise<number> {
  const start = performance.now()
  const response = await worker.dispatchFetch(`http://bench/?${query}&times=${TIMES}`)
  if ((await response.text()) !== 'done') throw new Error('the Worker failed')
  return ((performance.now() - start) * 1000) / TIMES
}

async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../workerd/worker.js', import.meta.url))],
    nodePaths: [peersFolder()],
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker'],
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
