import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { bundleProgram } from '../src/bundle.ts'
import { compileProgram, installCompilers, OLDEST_TYPESCRIPT } from '../src/compilers.ts'
import { createConsumer } from '../src/consumer.ts'
import type { PeerAge } from '../src/consumer.ts'
import { PROGRAMS } from '../src/programs.ts'
import { CHECKS } from '../src/published-packages.ts'
import { runSuccessfully } from '../src/run-command.ts'

const packages = inject('packages')
const compilers = await installCompilers(join(inject('workFolder'), 'compilers'))

describe.each(packages)('$title, installed by npm into an empty folder,', (each) => {
  const consumer = join(inject('workFolder'), each.title)
  const programs = PROGRAMS.filter(({ about }) => about === each.title)
  beforeAll(() => createConsumer(consumer, each, packages))

  it('has a program here that uses it', () => {
    expect(programs.length).toBeGreaterThan(0)
  })

  describe.each(each.entries)('%s', (entry) => {
    it('can be imported', async () => {
      const script = `console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()))`
      expect(await evaluate('module', script, consumer)).toEqual(await exportsOf(entry))
    })

    it('can be required', async () => {
      const script = `console.log(JSON.stringify(Object.keys(require('${entry}')).sort()))`
      const names: string[] = await evaluate('commonjs', script, consumer)
      // Node adds this mark to a module with a default export.
      expect(names.filter((name) => name !== '__esModule')).toEqual(await exportsOf(entry))
    })
  })

  describe.each(programs)('$file', ({ file, globals, targets }) => {
    for (const known of globals) {
      it.each(['nodenext', 'bundler'] as const)(
        `compiles with ${known} types by %s`,
        (resolution) =>
          compileProgram(compilers.ours, consumer, file, { globals: known, resolution }),
      )

      it(`compiles with ${known} types under TypeScript ${OLDEST_TYPESCRIPT}`, () =>
        compileProgram(compilers.oldest, consumer, file, {
          globals: known,
          resolution: 'nodenext',
        }))
    }

    it.each(targets)('bundles for %s', async (target) => {
      const source = await readFile(join(consumer, 'consumers', file), 'utf8')
      expect((await bundleProgram(source, consumer, target)).code).not.toBe('')
    })
  })

  it.each(Object.entries(each.manifest.bin ?? {}))('installs the command %s', async (name) => {
    const program = join(consumer, 'node_modules/.bin', name)
    expect(await runSuccessfully(program, ['--help'], consumer)).toContain(name)
  })
})

const withPeers = packages.filter(({ manifest }) => manifest.peerDependencies !== undefined)

describe.each(withPeers)('$title, with the oldest framework that it supports,', (each) => {
  const peerAge: PeerAge = 'oldest'
  const consumer = join(inject('workFolder'), `${each.title}-${peerAge}`)
  beforeAll(() => createConsumer(consumer, each, packages, peerAge))

  it.each(each.entries)('%s can be imported', async (entry) => {
    const script = `console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()))`
    expect(await evaluate('module', script, consumer)).toEqual(await exportsOf(entry))
  })

  it.each(PROGRAMS.filter(({ about }) => about === each.title))('$file compiles', (program) => {
    const [globals] = program.globals
    return compileProgram(compilers.ours, consumer, program.file, {
      globals,
      resolution: 'nodenext',
    })
  })
})

async function evaluate(type: 'module' | 'commonjs', script: string, consumer: string) {
  const args = [`--input-type=${type}`, '--eval', script]
  const names: string[] = JSON.parse(await runSuccessfully(process.execPath, args, consumer))
  return names
}

// The exports of the workspace's own build; the tarball must have the same.
async function exportsOf(entry: string): Promise<string[]> {
  const script = `console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()))`
  return evaluate('module', script, CHECKS)
}
