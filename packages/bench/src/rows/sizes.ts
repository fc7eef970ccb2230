/**
 * Row: what a bundle weighs, minified and gzipped (1 kB is 1000 bytes).
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
  /** What stays outside: what an adapter stands beside. */
  readonly external?: readonly string[]
}

const BESIDE_CORE = ['@paystablecoin/core', 'hono', 'koa', 'fastify', 'fastify-plugin', 'node:*']

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
  { what: 'whole core', code: `export * from '@paystablecoin/core'`, limit: { atMost: 8 } },
  ...['hono', 'koa', 'fastify'].map((adapter) => ({
    what: `the ${adapter} adapter beside core`,
    code: `export * from '@paystablecoin/${adapter}'`,
    limit: { atMost: 1 },
    external: BESIDE_CORE,
  })),
  { what: 'standardwebhooks', code: `export * from 'standardwebhooks'` },
  { what: 'stripe', code: `export { default } from 'stripe'` },
  { what: '@polar-sh/hono', code: `export { Webhooks } from '@polar-sh/hono'` },
]

/** Weighs every bundle. */
export async function measureSizes(onFinding: (finding: Finding) => void): Promise<void> {
  for (const { what, code, limit, external = [] } of BUNDLES) {
    const bytes = await bundle(code, external)
    const kB = gzipSync(bytes, { level: 9 }).byteLength / 1000
    const detail = `${(bytes.byteLength / 1000).toFixed(1)} kB minified`
    onFinding({ row: 'size', what, runtime: 'esbuild', value: kB, unit: 'kB', detail, limit })
  }
}

async function bundle(contents: string, external: readonly string[]): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    nodePaths: [peersFolder()],
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['worker'],
    external: [...external],
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}
