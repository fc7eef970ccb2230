import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { CHECKS } from '../src/published-packages.ts'
import { runCommand } from '../src/run-command.ts'
import { createStrictConsumer } from '../src/strict-consumer.ts'

const packages = inject('packages')
const core = packages.find(({ title }) => title === 'core')
if (core === undefined) throw new Error('core is not among the packages')
// An adapter brings core along and needs a framework; what has core as a peer, as an inbox does, need not export it.
const adapters = packages.filter(({ manifest }) => {
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
  const needsPeer = Object.keys(peerDependencies).some(
    (name) => peerDependenciesMeta[name]?.optional !== true,
  )
  return core.manifest.name in dependencies && needsPeer
})

it('is checked of each adapter', () => {
  const titles = adapters.map(({ title }) => title).toSorted()
  expect(titles).toEqual(['express', 'fastify', 'hono', 'koa'])
})

describe.each(adapters)('the usage of $title, beside nothing but it and its framework,', (each) => {
  const consumer = join(inject('workFolder'), `${each.title}-strict`)
  beforeAll(() => createStrictConsumer(consumer, each, core))

  it('compiles to declarations, whose types all have a name that can be imported', async () => {
    expect(await compile(consumer)).toEqual({ code: 0, output: '' })
  })

  it('would not, if the adapter did not export all of core', async () => {
    const entry = join(consumer, 'node_modules', each.manifest.name, 'dist/index.d.ts')
    const program = join(consumer, 'usage.ts')
    await appendTo(program, `export const order = () => client.orders.retrieve('ORDER_1')\n`)
    await appendTo(program, `declare const client: import('${each.manifest.name}').Client\n`)
    expect(await compile(consumer)).toEqual({ code: 0, output: '' })
    const types = await readFile(entry, 'utf8')
    const narrow = `import type { Client } from '@paystablecoin/core'\nexport type { Client }`
    await writeFile(entry, types.replace("export * from '@paystablecoin/core'", narrow))
    expect((await compile(consumer)).output).toMatch(/error TS(2742|2883)/)
  })
})

async function appendTo(file: string, text: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')) + text)
}

async function compile(consumer: string): Promise<{ code: number; output: string }> {
  const compiler = join(CHECKS, 'node_modules/typescript/bin/tsc')
  const { code, stdout } = await runCommand(process.execPath, [compiler, '-p', '.'], consumer)
  return { code, output: stdout }
}
