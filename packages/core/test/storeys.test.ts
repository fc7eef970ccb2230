import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const SRC = new URL('../src/', import.meta.url)
const CONTRIBUTING = new URL('../../../CONTRIBUTING.md', import.meta.url)
const ENTRIES = ['index.ts', 'webhooks.ts']

/** Every module that a source text imports or exports from: values and types, on one line or on several. */
function readImports(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const statement =
    /\b(?:import|export)\b[^'"`;=()]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(statement)].map(([, from, bare]) => from ?? bare ?? '')
}

/** The table of storeys: file → storey. */
function readTable(markdown: string): ReadonlyMap<string, number> {
  const section =
    markdown.split(/^## /m).find((text) => text.startsWith('The storeys of core')) ?? ''
  const rows = [...section.matchAll(/^\| *(\d+) *\|([^|]*)\|/gm)]
  const places = rows.flatMap(([, storey, files = '']) =>
    [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => [file, Number(storey)] as const),
  )
  expect(new Set(places.map(([file]) => file)).size).toBe(places.length)
  return new Map(places)
}

const files = readdirSync(SRC).toSorted()
const storeys = readTable(readFileSync(CONTRIBUTING, 'utf8'))
const importsOf = (file: string): readonly string[] =>
  readImports(readFileSync(new URL(file, SRC), 'utf8'))

describe('reading imports', () => {
  it.each([
    ["import { a } from './a.ts'", ['./a.ts']],
    ["import type { A } from './a.ts'", ['./a.ts']],
    ["import { a, type B } from './a.ts'", ['./a.ts']],
    ["import {\n  a,\n  b,\n} from './a.ts'\nimport c from './c.ts'", ['./a.ts', './c.ts']],
    ["import * as a from './a.ts'", ['./a.ts']],
    ["export { a } from './a.ts'", ['./a.ts']],
    ["export type {\n  A,\n} from './a.ts'", ['./a.ts']],
    ["export * from './a.ts'", ['./a.ts']],
    ["import './a.ts'", ['./a.ts']],
    ["const a = await import('./a.ts')", ['./a.ts']],
    ["/** import { a } from './a.ts' */", []],
    ["  // import { a } from './a.ts'", []],
    ["export const a = Array.from('b')", []],
  ])('sees in %j', (source, imports) => {
    expect(readImports(source)).toEqual(imports)
  })
})

describe('the table of storeys', () => {
  it('names every file of core, and no other', () => {
    expect([...storeys.keys()].toSorted()).toEqual(files)
  })

  it('puts the entries on top, and nothing beside them', () => {
    const top = Math.max(...storeys.values())
    expect(files.filter((file) => storeys.get(file) === top)).toEqual(ENTRIES)
  })

  it('leaves no storey empty', () => {
    const used = [...new Set(storeys.values())].toSorted((a, b) => a - b)
    expect(used).toEqual(used.map((_, index) => index))
  })
})

describe.each(files)('%s', (file) => {
  const imports = importsOf(file)

  it('imports nothing but files beside it', () => {
    expect(imports.filter((specifier) => !/^\.\/[a-z-]+\.ts$/.test(specifier))).toEqual([])
  })

  it('imports only lower storeys', () => {
    const own = storeys.get(file) ?? -1
    const wrong = imports
      .map((specifier) => specifier.slice(2))
      .filter((imported) => !((storeys.get(imported) ?? Infinity) < own))
    expect(wrong).toEqual([])
  })
})
