/**
 * The examples that sign a webhook for a test, run as they stand: a receiver hears a payment, not an unknown shape.
 *
 * @module
 */
import { createWebhookReceiver } from '@paystablecoin/core'
import { transform } from 'esbuild'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { listCommentBlocks } from '../src/code-blocks.ts'
import { CHECKS } from '../src/published-packages.ts'

const FOLDER = join(CHECKS, 'dist/examples')

it('the example of createWebhookRequest is heard as a payment that succeeded', async () => {
  const { request } = await runBlock('packages/core/src/webhook/sign.ts', 'createWebhookRequest')
  const heard: unknown[] = []
  const receiver = createWebhookReceiver({
    apiSecret: 'your-api-secret',
    acknowledge: 'after-handler',
    onEvent: ({ kind, status }) => void heard.push([kind, status]),
  })
  expect((await receiver.fetch(request)).status).toBe(200)
  expect(heard).toEqual([['payment', 'SUCCEEDED']])
})

async function runBlock(path: string, name: string): Promise<{ readonly request: Request }> {
  const block = listCommentBlocks().find((each) => each.path === path && each.code.includes(name))
  const source = `${block?.code}\nexport { request }`
  const { code } = await transform(source, { loader: 'ts', format: 'esm' })
  const file = join(FOLDER, `${name}.mjs`)
  await mkdir(FOLDER, { recursive: true })
  await writeFile(file, code)
  return import(pathToFileURL(file).href)
}
