import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { bundleProgram } from '../src/bundle.ts'
import { REPOSITORY } from '../src/published-packages.ts'

// The size of a program by its task. No bundle may exceed its ceiling; when it shrinks, lower the ceiling.
const CEILINGS_GZIP_BYTES = [
  ['verifying a webhook', 'verifyWebhook', 4_590],
  ['receiving webhooks', 'createWebhookReceiver', 11_650],
  ['calling the API', 'createClient', 10_400],
  ['receiving and calling', 'createWebhookReceiver, createClient', 19_660],
] as const

// Globals of one runtime. They are renamed in the code, to distinguish them from the same words in messages.
const FOREIGN_GLOBALS = ['process', 'Buffer', 'require', 'global', '__dirname', 'Deno', 'Bun']

const NOT_FOR_WEBHOOKS = /core\/src\/client\//

// A store with all its texts: statements, migration, errors.
const STORE_CEILINGS_GZIP_BYTES = [
  ['postgres', 2_180],
  ['redis', 1_750],
  ['sqlite', 1_940],
] as const

const bundle = (source: string) => bundleProgram(source, import.meta.dirname, 'neutral')

const webhooks = await bundle("export * from '@paystablecoin/core/webhooks'")
const core = await bundle("export * from '@paystablecoin/core'")

describe('the bundle', () => {
  it.each(CEILINGS_GZIP_BYTES)(
    'of a program for %s stays under its ceiling',
    async (_task, names, ceiling) => {
      const { gzipBytes } = await bundle(`export { ${names} } from '@paystablecoin/core'`)
      expect(gzipBytes).toBeLessThanOrEqual(ceiling)
    },
  )

  it.each(STORE_CEILINGS_GZIP_BYTES)(
    'of the store on %s stays under its ceiling, and needs no other package',
    async (entry, ceiling) => {
      const { gzipBytes, inputs } = await bundle(`export * from '@paystablecoin/stores/${entry}'`)
      expect(gzipBytes).toBeLessThanOrEqual(ceiling)
      expect(inputs.filter((path) => !path.startsWith('packages/stores/dist/'))).toEqual([])
      expect(await foreignGlobalsIn(`export * from '@paystablecoin/stores/${entry}'`)).toEqual([])
    },
  )

  it('of ./webhooks contains nothing of the client', async () => {
    expect(webhooks.inputs.map((path) => basename(path))).not.toContain('index.js')
    expect(await clientFilesIn('webhooks.ts')).toEqual([])
    // The pattern is right: it finds files in the whole core.
    expect(await clientFilesIn('index.ts')).not.toEqual([])
  })

  it('of the whole core uses no module of Node except node:crypto', () => {
    expect(core.code.match(/\bnode:[\w/]+/g)).toEqual(['node:crypto'])
    expect(core.code.match(/\bgetBuiltinModule\b/g)).toHaveLength(1)
    expect(core.code.match(/\bBuffer\b/g)).toBeNull()
  })

  it('of the whole core uses no global of one runtime except process', async () => {
    expect(await foreignGlobalsIn("export * from '@paystablecoin/core'")).toEqual(['process'])
    expect(await foreignGlobalsIn('console.log(Buffer.from(""), Deno, "process")')).toEqual([
      'Buffer',
      'Deno',
    ])
  })

  it('of the whole core can be imported where there are no globals but those of the language', async () => {
    const { code } = await bundle(
      `import * as core from '@paystablecoin/core'\nObject.assign(globalThis, { core })`,
    )
    const realm = createContext({})
    runInContext(code, realm)
    expect(typeof runInContext('core.createClient', realm)).toBe('function')
  })

  it('of the whole core looks up node:crypto in one file', () => {
    const sources = core.inputs.map((path) => readFileSync(join(REPOSITORY, path), 'utf8'))
    expect(sources.filter((text) => text.includes('getBuiltinModule?.('))).toHaveLength(1)
  })
})

async function clientFilesIn(entry: string): Promise<string[]> {
  const { inputs } = await bundle(`export * from '../../core/src/${entry}'`)
  return inputs.filter((path) => NOT_FOR_WEBHOOKS.test(path))
}

async function foreignGlobalsIn(source: string): Promise<string[]> {
  const names = FOREIGN_GLOBALS.flatMap((name) => [
    [name, `FOREIGN_${name}`],
    [`globalThis.${name}`, `FOREIGN_${name}`],
  ])
  const define: Record<string, string> = Object.fromEntries(names)
  const { code } = await bundleProgram(source, import.meta.dirname, 'neutral', define)
  return [...code.matchAll(/\bFOREIGN_(\w+)/g)].map(([, name]) => name ?? '')
}
