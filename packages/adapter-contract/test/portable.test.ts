/**
 * The portable suite on this Node, against the built packages; and a test of the suite itself.
 *
 * @module
 */
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import {
  BREAKABLE_FILE,
  BREAKABLE_FUNCTIONS,
  breakCore,
  runCases,
  runPortable,
} from '../portable/index.ts'
import type { CaseResult, Core } from '../portable/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'psc-portable-'))
afterAll(() => rm(folder, { recursive: true }))

type Change = (source: string) => string

/** A copy of the built core, changed. */
async function copyCore(name: string, change: Change): Promise<Core> {
  const dist = join(folder, name)
  const built = fileURLToPath(new URL('.', import.meta.resolve('@paystablecoin/core')))
  await cp(built, dist, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const file = join(dist, BREAKABLE_FILE)
  await writeFile(file, change(await readFile(file, 'utf8')))
  return import(pathToFileURL(join(dist, 'index.js')).href) as Promise<Core>
}

/** Replaces a piece of the code, which must be there. */
function replace(from: string, to: string): Change {
  return (source) => {
    if (!source.includes(from)) throw new Error(`core has no ${from}`)
    return source.replace(from, to)
  }
}

const failed = (results: readonly CaseResult[]): readonly string[] =>
  results.filter(({ ok }) => !ok).map(({ group, title }) => `${group}: ${title}`)

describe('the portable suite', () => {
  it('passes against the built packages', async () => {
    const results = await runPortable({ core, emulator })
    expect(results.filter(({ ok }) => !ok)).toEqual([])
    expect(results.length).toBeGreaterThan(300)
  })

  it('has no two cases with the same name', async () => {
    const results = await runPortable({ core, emulator })
    const names = results.map(({ group, title }) => `${group}: ${title}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('passes against an unchanged copy, so that a broken copy fails because it is broken', async () => {
    const copy = await copyCore('unbroken', (source) => source)
    expect(failed(await runPortable({ core: copy, emulator }))).toEqual([])
  })

  it.each<[string, readonly string[]]>([
    ['every function', BREAKABLE_FUNCTIONS],
    ...BREAKABLE_FUNCTIONS.map((one): [string, readonly string[]] => [`${one} alone`, [one]]),
  ])('fails where %s accepts the URL-safe alphabet, and names the cases', async (name, broken) => {
    const core = await copyCore(name.replaceAll(' ', '-'), (source) => breakCore(source, broken))
    expect(failed(await runPortable({ core, emulator }))).toEqual([
      'base64: a webhook signed in the URL-safe alphabet is rejected',
      'base64: a webhook signed in the URL-safe minus alone is rejected',
      'base64: a webhook signed in the URL-safe underscore alone is rejected',
      'base64: a request signed in the URL-safe alphabet is rejected',
      'base64: a request signed in the URL-safe minus alone is rejected',
      'base64: a request signed in the URL-safe underscore alone is rejected',
    ])
  })

  it.each<[string, Change]>([
    ['views', replace('(buffer, byteOffset, byteLength)', '(buffer, 0, byteLength)')],
    ['byte order marks', replace('ignoreBOM: true', 'ignoreBOM: false')],
    ['bytes that are not UTF-8', replace('fatal: true', 'fatal: false')],
  ])('fails where %s are read wrongly', async (name, change) => {
    const broken = await copyCore(name.replaceAll(' ', '-'), change)
    const red = failed(await runPortable({ core: broken, emulator }))
    expect(red.filter((title) => title.startsWith('bytes: '))).not.toEqual([])
  })

  it('keeps what a case throws, and runs the next one', async () => {
    const results = await runCases({
      group: [
        { title: 'throws', run: () => Promise.reject(new Error('what was wrong')) },
        { title: 'passes', run: () => Promise.resolve() },
      ],
    })
    expect(results).toEqual([
      { group: 'group', title: 'throws', ok: false, error: 'Error: what was wrong' },
      { group: 'group', title: 'passes', ok: true },
    ])
  })
})
