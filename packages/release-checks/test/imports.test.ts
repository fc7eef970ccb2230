import { describe, expect, it } from 'vitest'
import { findCircles, listImportedFiles, listTypeScriptFiles, readImports } from '../src/imports.ts'

describe('reading imports', () => {
  it.each([
    ["import { a } from './a.ts'", ['./a.ts']],
    ["import type { A } from './a.ts'", ['./a.ts']],
    ["import { a, type B } from '../b/a.ts'", ['../b/a.ts']],
    ["import {\n  a,\n  b,\n} from './a.ts'\nimport c from './c.ts'", ['./a.ts', './c.ts']],
    ["import * as a from './a.ts'", ['./a.ts']],
    ["export { a } from './a.ts'", ['./a.ts']],
    ["export type {\n  A,\n} from './a.ts'", ['./a.ts']],
    ["export * from './a.ts'", ['./a.ts']],
    ["import './a.ts'", ['./a.ts']],
    ["const a = await import('./a.ts')", ['./a.ts']],
    ["type A = import('./a.ts').A", ['./a.ts']],
    ["/** import { a } from './a.ts' */", []],
    ["  // import { a } from './a.ts'", []],
    ["export const a = Array.from('b')", []],
  ])('sees in %j', (source, imports) => {
    expect(readImports(source)).toEqual(imports)
  })
})

describe('looking for circles', () => {
  it.each([
    ['a file that imports itself', { a: ['a'] }, ['a → a']],
    ['two files', { a: ['b'], b: ['a'] }, ['a → b → a']],
    [
      'three files, reached from a fourth',
      { d: ['a'], a: ['b'], b: ['c'], c: ['a'] },
      ['a → b → c → a'],
    ],
    ['two ways to one file', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, []],
  ])('finds in %s', (_what, graph: Readonly<Record<string, readonly string[]>>, circles) => {
    expect(findCircles(Object.keys(graph), (node) => graph[node] ?? [])).toEqual(circles)
  })
})

describe('the files of all packages and examples', () => {
  const files = listTypeScriptFiles()

  it('include this one, and what it imports', () => {
    const [here] = files.filter((file) => file.endsWith('/imports.test.ts'))
    expect(listImportedFiles(here ?? '')).toEqual(['packages/release-checks/src/imports.ts'])
  })

  it('import each other in no circle, types included', () => {
    expect(findCircles(files, listImportedFiles)).toEqual([])
  })
})
