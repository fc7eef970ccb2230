/**
 * Cloudflare's workerd, started by Miniflare.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { bundleWhole } from '../bundles.ts'
import { fetchTool } from '../tools.ts'

/** What runs in workerd, and with which flags. */
export interface WorkerdRun {
  readonly entry: string
  /** Of Miniflare, which includes the workerd of the same date. */
  readonly version: string
  readonly flags: readonly string[]
}

interface Miniflare {
  readonly ready: Promise<URL>
  dispose(): Promise<void>
}

/** Runs an entry in a worker. */
export async function runInWorkerd(
  project: string,
  { entry, version, flags }: WorkerdRun,
): Promise<readonly CaseResult[]> {
  const modules = await fetchTool('miniflare', version)
  const { Miniflare } = (await import(
    pathToFileURL(join(modules, 'miniflare/dist/src/index.js')).href
  )) as { Miniflare: new (options: object) => Miniflare }
  let output = ''
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWhole(project, entry, 'worker'),
    compatibilityDate: '2026-04-01',
    compatibilityFlags: flags,
    host: '127.0.0.1',
    port: 0,
    cf: false,
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      for (const stream of [stdout, stderr]) stream.on('data', (data) => (output += String(data)))
    },
  })
  try {
    const { origin } = await miniflare.ready
    const response = await fetch(`${origin}/run`, { signal: AbortSignal.timeout(180_000) })
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`)
    return (await response.json()) as readonly CaseResult[]
  } catch (error) {
    throw new Error(`${String(error)}\n${output.slice(-2000)}`, { cause: error })
  } finally {
    await miniflare.dispose()
  }
}
