/**
 * The portable suite on this Node, against the built packages; and a test of the suite itself.
 *
 * @module
 */
import * as core from '@paystablecoin/core'
import * as sandbox from '@paystablecoin/sandbox'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { breakBytes } from '../portable/break-bytes.ts'
import { runCases, runPortable } from '../portable/index.ts'
import type { CaseResult, Core } from '../portable/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'psc-portable-'))
afterAll(() => rm(folder, { recursive: true }))

/** A copy of the built core with a changed `bytes.js`. */
async function copyCore(name: string, change: (source: string) => string): Promise<Core> {
  const dist = join(folder, name)
  await cp(fileURLToPath(new URL('.', import.meta.resolve('@paystablecoin/core'))), dist, {
    recursive: true,
  })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const bytes = join(dist, 'bytes.js')
  await writeFile(bytes, change(await readFile(bytes, 'utf8')))
  return import(pathToFileURL(join(dist, 'index.js')).href) as Promise<Core>
}

const failed = (results: readonly CaseResult[]): readonly string[] =>
  results.filter(({ ok }) => !ok).map(({ group, title }) => `${group}: ${title}`)

describe('the portable suite', () => {
  it('passes against the built packages', async () => {
    const results = await runPortable({ core, sandbox })
    expect(results.filter(({ ok }) => !ok)).toEqual([])
    expect(results.length).toBeGreaterThan(300)
  })

  it('has no two cases of one name', async () => {
    const results = await runPortable({ core, sandbox })
    const names = results.map(({ group, title }) => `${group}: ${title}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('passes against an unbroken copy, so that a broken one fails for being broken', async () => {
    const copy = await copyCore('unbroken', (source) => source)
    expect(failed(await runPortable({ core: copy, sandbox }))).toEqual([])
  })

  it('turns red where the URL-safe alphabet is let in, and says where', async () => {
    const broken = await copyCore('broken', breakBytes)
    expect(failed(await runPortable({ core: broken, sandbox }))).toEqual([
      'base64: a webhook signed in the URL-safe alphabet is refused',
      'base64: a webhook signed in the URL-safe minus alone is refused',
      'base64: a webhook signed in the URL-safe underscore alone is refused',
      'base64: a request signed in the URL-safe alphabet is refused',
      'base64: a request signed in the URL-safe minus alone is refused',
      'base64: a request signed in the URL-safe underscore alone is refused',
    ])
  })

  it.each<[string, string, (source: string) => string]>([
    [
      'views',
      'bytes',
      (source) => source.replace('new Uint8Array(body)', 'new Uint8Array(body.buffer)'),
    ],
    ['a BOM', 'bytes', (source) => source.replace('ignoreBOM: true', 'ignoreBOM: false')],
    ['bytes that are no UTF-8', 'bytes', (source) => source.replace('fatal: true', 'fatal: false')],
    ['stray bits', 'base64', (source) => source.replace('=== text ? bytes', '!== "" ? bytes')],
  ])('turns red where %s are read wrongly', async (name, group, change) => {
    const broken = await copyCore(name.replaceAll(' ', '-'), change)
    const red = failed(await runPortable({ core: broken, sandbox }))
    expect(red.filter((title) => title.startsWith(`${group}: `))).not.toEqual([])
  })

  it('keeps what a case throws, and goes on', async () => {
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
