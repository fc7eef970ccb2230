/**
 * Row: the size of a bundle, minified and gzipped (1 kB is 1000 bytes).
 *
 * @module
 */
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Finding, Limit } from '../measure/finding.ts'
import { peersFolder } from '../peers.ts'

interface Bundle {
  readonly what: string
  readonly code: string
  readonly limit?: Limit
  /** What the program contains anyway; its size is subtracted. */
  readonly beside?: string
}

const CORE = `export * from '@paystablecoin/core'`
const FRAMEWORKS = ['hono', 'koa', 'fastify', 'fastify-plugin', 'node:*']

const BUNDLES: readonly Bundle[] = [
  {
    what: '`verifyWebhook` alone',
    code: `export { verifyWebhook } from '@paystablecoin/core/webhooks'`,
    limit: { atMost: 1.75 },
  },
  {
    what: '`./webhooks` with the receiver',
    code: `export * from '@paystablecoin/core/webhooks'`,
    limit: { atMost: 4 },
  },
  { what: 'whole core', code: CORE, limit: { atMost: 8 } },
  ...['hono', 'koa', 'fastify'].map((adapter) => ({
    what: `the ${adapter} adapter beside core`,
    code: `${CORE}; export * from '@paystablecoin/${adapter}'`,
    limit: { atMost: 1 },
    beside: CORE,
  })),
  { what: 'standardwebhooks', code: `export * from 'standardwebhooks'` },
  { what: 'stripe', code: `export { default } from 'stripe'` },
  { what: '@polar-sh/hono', code: `export { Webhooks } from '@polar-sh/hono'` },
]

/** Measures every bundle. */
export async function measureSizes(onFinding: (finding: Finding) => void): Promise<void> {
  for (const { what, code, limit, beside } of BUNDLES) {
    const there = beside === undefined ? { bytes: 0, gzipped: 0 } : await weigh(beside)
    const { bytes, gzipped } = await weigh(code)
    const kB = (gzipped - there.gzipped) / 1000
    const detail = `${((bytes - there.bytes) / 1000).toFixed(1)} kB minified`
    onFinding({ row: 'size', what, runtime: 'esbuild', value: kB, unit: 'kB', detail, limit })
  }
}

async function weigh(code: string): Promise<{ readonly bytes: number; readonly gzipped: number }> {
  const contents = await bundle(code)
  return { bytes: contents.byteLength, gzipped: gzipSync(contents, { level: 9 }).byteLength }
}

async function bundle(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    nodePaths: [peersFolder()],
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['worker'],
    external: FRAMEWORKS,
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}
