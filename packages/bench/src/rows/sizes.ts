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
const FRAMEWORKS = ['hono', 'koa', 'fastify', 'fastify-plugin', 'express', 'node:*']

// What a bundle may weigh is frozen in packages/release-checks; here is 3 % beside it.
const WHY =
  'It has grown by more than 3 %: give what is new an entry of its own, or lower what it takes.'

const BUNDLES: readonly Bundle[] = [
  {
    what: '`verifyWebhook` alone',
    code: `export { verifyWebhook } from '@paystablecoin/core/webhooks'`,
    limit: { atMost: 4.73, why: WHY },
  },
  {
    what: 'receiving: `createWebhookReceiver`',
    code: `export { createWebhookReceiver } from '@paystablecoin/core'`,
    limit: { atMost: 11.98, why: WHY },
  },
  {
    what: 'the client: `createClient`',
    code: `export { createClient } from '@paystablecoin/core'`,
    limit: { atMost: 10.71, why: WHY },
  },
  { what: 'whole core', code: CORE },
  ...['hono', 'koa', 'fastify', 'express'].map((adapter) => ({
    what: `the ${adapter} adapter beside core`,
    code: `${CORE}; export * from '@paystablecoin/${adapter}'`,
    limit: { atMost: 1, why: WHY },
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
    onFinding({
      part: 'peers',
      row: 'size',
      what,
      runtime: 'esbuild',
      value: kB,
      unit: 'kB',
      detail,
      limit,
    })
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
