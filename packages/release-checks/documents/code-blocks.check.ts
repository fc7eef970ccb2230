import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  countExampleTags,
  listCommentBlocks,
  listDocumentBlocks,
  listFenceLanguages,
} from '../src/code-blocks.ts'
import { compileBlocks } from '../src/compile-blocks.ts'
import { OLDEST_TYPESCRIPT } from '../src/compilers.ts'
import { listPublishedPackages, REPOSITORY } from '../src/published-packages.ts'

const inDocuments = listDocumentBlocks()
const inComments = listCommentBlocks()
const findings = await compileBlocks([...inDocuments, ...inComments])

describe('the code', () => {
  it.each([...inDocuments, ...inComments])('at $path:$line compiles', (block) => {
    expect(findings.get(block)).toEqual([])
  })

  it('is in the README of every published package', () => {
    const paths = new Set(inDocuments.map(({ path }) => path))
    const titles = listPublishedPackages().map(({ title }) => title)
    expect(titles.filter((title) => !paths.has(`packages/${title}/README.md`))).toEqual([])
  })

  it('of documents is marked as TypeScript, so that every block is compiled', () => {
    const others = ['sh', 'json', 'jsonc', 'toml', 'sql', 'text', 'html', 'http', 'yaml']
    const languages = [...listFenceLanguages()].filter((language) => !others.includes(language))
    expect(languages).toEqual(['ts'])
  })

  it('follows every @example of a doc comment', () => {
    expect(inComments.length).toBeGreaterThan(0)
    expect(inComments.length).toBeGreaterThanOrEqual(countExampleTags())
  })

  it('that does not compile is reported with its line in the document', async () => {
    const wrong = { path: 'wrong.md', line: 7, code: "export const amount: number = '99.99'\n" }
    const right = { path: 'right.md', line: 3, code: "export const amount: string = '99.99'\n" }
    const found = await compileBlocks([wrong, right])
    expect(found.get(wrong)).toEqual([expect.stringMatching(/^7,14: error TS2322/)])
    expect(found.get(right)).toEqual([])
  })
})

describe('the documents', () => {
  it.each(['CONTRIBUTING.md', 'packages/core/README.md'])(
    'state in %s the oldest TypeScript that the tarballs are compiled with',
    (path) => {
      const text = readFileSync(join(REPOSITORY, path), 'utf8')
      expect(text).toContain(`TypeScript ${OLDEST_TYPESCRIPT} or newer`)
    },
  )
})
