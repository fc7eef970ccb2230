/**
 * The program with an inbox of each adapter's README, as it stands, on a PostgreSQL server: it handles a webhook.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { createWebhookRequest, sampleEvents } from '@paystablecoin/emulator'
import { transform } from 'esbuild'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startPostgres } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

const PACKAGES = new URL('../../../', import.meta.url)
// Inside a package that has all adapters and frameworks.
const FOLDER = new URL('release-checks/dist/inbox-programs/', PACKAGES)
const SECRET = 'a-secret-of-these-tests'
// On Node Hono needs somebody who listens; the others listen by themselves.
const LISTEN =
  "\nimport { serve } from '@hono/node-server'\nserve({ fetch: app.fetch, port: 3000 })\n"

let server: Server
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

describe('the program with an inbox', () => {
  it.each(['hono', 'koa', 'fastify', 'express'])('of %s handles a webhook once', async (title) => {
    const port = await findFreePort()
    const file = await writeProgram(title, port)
    const env = { ...process.env, PSC_API_SECRET: SECRET, DATABASE_URL: server.url }
    const child = spawn(process.execPath, [file], { env })
    const closed = once(child, 'close')
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += String(chunk)))
    }
    try {
      const body = sampleEvents['payment.succeeded']({ merchantOrderId: `ORDER_${title}` })
      const url = `http://127.0.0.1:${port}/webhook/payment`
      const send = async () => fetch(await createWebhookRequest({ url, body }, SECRET))
      const first = await vi.waitFor(send, { timeout: 30_000, interval: 200 })
      expect([first.status, (await send()).status]).toEqual([200, 200])
      await expect.poll(() => output, { timeout: 20_000 }).toContain('payment SUCCEEDED\n')
      expect(output.match(/payment SUCCEEDED/g)).toHaveLength(1)
    } finally {
      child.kill('SIGKILL')
      await closed
    }
  })
})

async function writeProgram(title: string, port: number): Promise<string> {
  const readme = await readFile(new URL(`${title}/README.md`, PACKAGES), 'utf8')
  const section = readme.split('## More than one process\n')[1] ?? ''
  const program = /^```ts\n(.*?)^```$/ms.exec(section)?.[1]
  if (program === undefined) throw new Error(`The README of ${title} has no program with an inbox`)
  const source = program.includes('listen') ? program : program + LISTEN
  const { code } = await transform(source.replaceAll('3000', String(port)), {
    loader: 'ts',
    format: 'esm',
  })
  await mkdir(FOLDER, { recursive: true })
  const file = fileURLToPath(new URL(`${title}.mjs`, FOLDER))
  await writeFile(file, code)
  return file
}
