import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { fetchTool } from '@paystablecoin/runtimes/tools'
import { createSqliteDeduplication, createTable } from '@paystablecoin/stores/sqlite'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const CONTRACT = fileURLToPath(new URL('../../dist/stores/contract-process.js', import.meta.url))

interface Result {
  readonly topic: string
  readonly title: string
  readonly error?: string
}

interface Miniflare {
  readonly dispatchFetch: (url: string, request: RequestInit) => Promise<Response>
  readonly dispose: () => Promise<void>
}

const folder = await mkdtemp(join(tmpdir(), 'paystablecoin-sqlite-'))
const miniflare = await startMiniflare()
for (const statement of createTable.trim().split('\n')) await queryD1(statement, [])

afterAll(async () => {
  await miniflare.dispose()
  await rm(folder, { recursive: true })
})

describeStore(
  'D1',
  (options) =>
    createSqliteDeduplication({
      ...options,
      // Miniflare answers one call after the other.
      timeoutMs: 30_000,
      query: queryD1,
    }),
  { hasSweep: true },
)

await describeProcess('node:sqlite', 'node', '22.23.3', 'node/bin/node')
await describeProcess('bun:sqlite', 'bun', '1.4.5', '.bin/bun')

async function describeProcess(
  module: string,
  tool: string,
  version: string,
  program: string,
): Promise<void> {
  const path = join(await fetchTool(tool, version), program)
  const { stdout } = await promisify(execFile)(path, [CONTRACT, join(folder, tool)])
  const results = stdout
    .trim()
    .split('\n')
    .map((line): Result => JSON.parse(line))
  describe(module, () => {
    for (const { topic, title, error } of results) {
      it(`${topic}: ${title}`, () => expect(error).toBeUndefined())
    }
  })
}

// Through a Worker, as in production: miniflare's own proxy of a database holds up this process at each call, and the time-outs of
// all others run out meanwhile.
async function queryD1(text: string, params: readonly unknown[]): Promise<readonly unknown[]> {
  const body = JSON.stringify({ text, params })
  const response = await miniflare.dispatchFetch('http://d1', { method: 'POST', body })
  const { results, error }: { results: readonly unknown[]; error?: string } = await response
    .json()
    .then(Object)
  if (error !== undefined) throw new Error(error)
  return results
}

async function startMiniflare(): Promise<Miniflare> {
  const modules = await fetchTool('miniflare', '4.20260426.0')
  const { href } = pathToFileURL(join(modules, 'miniflare/dist/src/index.js'))
  const { Miniflare }: { Miniflare: new (options: object) => Miniflare } = await import(href)
  return new Miniflare({
    cf: false,
    modules: true,
    script: `export default {
      async fetch(request, { DB }) {
        const { text, params } = await request.json()
        try {
          return Response.json(await DB.prepare(text).bind(...params).all())
        } catch ({ message }) {
          return Response.json({ error: message })
        }
      },
    }`,
    compatibilityDate: '2026-04-01',
    d1Databases: ['DB'],
  })
}
