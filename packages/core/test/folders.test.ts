import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readImports } from '../../release-checks/src/imports.ts'

const SRC = new URL('../src/', import.meta.url)
const CONTRIBUTING = new URL('../../../CONTRIBUTING.md', import.meta.url)
const TOP = '.'

interface Folder {
  readonly files: readonly string[]
  /** The folders that its files may import from, beside its own. */
  readonly mayImport: readonly string[]
}

/** The table of folders. Its last row is that of the files at the top, which may import everything. */
function readTable(markdown: string): ReadonlyMap<string, Folder> {
  const section = markdown.split(/^## /m).find((text) => text.startsWith('The folders of core'))
  const rows = [...(section ?? '').matchAll(/^\| (`.+?) \|.*\| (.+?) \|$/gm)]
  const named = rows.map(([, names = '', imports = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    imports,
  }))
  const folders = named.flatMap(({ names }) => names).filter((name) => name.endsWith('/'))
  return new Map(
    named.map(({ names, imports }) => {
      const [first = ''] = names
      const isFolder = first.endsWith('/')
      const mayImport = imports === 'everything' ? folders : (imports.match(/\w+\//g) ?? [])
      return [isFolder ? first : TOP, { files: isFolder ? [] : names, mayImport }] as const
    }),
  )
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .toSorted()
const table = readTable(readFileSync(CONTRIBUTING, 'utf8'))
const importsOf = (file: string): readonly string[] =>
  readImports(readFileSync(new URL(file, SRC), 'utf8'))
const folderOf = (file: string): string => (file.includes('/') ? `${dirname(file)}/` : TOP)
const targetsOf = (file: string): readonly string[] =>
  importsOf(file).map((specifier) => posix.join(posix.dirname(file), specifier))

describe('the table of folders', () => {
  it('names every folder of core and every file at the top, and no other', () => {
    const folders = new Set(files.map(folderOf))
    expect([...table.keys()].toSorted()).toEqual([...folders].toSorted())
    expect([...(table.get(TOP)?.files ?? [])].toSorted()).toEqual(
      files.filter((file) => folderOf(file) === TOP),
    )
  })

  it('lists the folders from the ground up, so that none may import one above it', () => {
    const order = [...table.keys()]
    const upward = [...table].filter(([folder, { mayImport }]) =>
      mayImport.some((imported) => order.indexOf(imported) >= order.indexOf(folder)),
    )
    expect(upward).toEqual([])
  })

  it('allows nothing that no file makes use of', () => {
    for (const [folder, { mayImport }] of table) {
      const used = new Set(files.filter((file) => folderOf(file) === folder).flatMap(targetsOf))
      const unused = mayImport.filter(
        (imported) => ![...used].some((target) => folderOf(target) === imported),
      )
      expect({ folder, unused }).toEqual({ folder, unused: [] })
    }
  })
})

describe.each(files)('%s', (file) => {
  it('imports only files of core', () => {
    expect(targetsOf(file).filter((target) => !files.includes(target))).toEqual([])
  })

  it('imports only from its own folder and those that the table allows', () => {
    const own = folderOf(file)
    const allowed = [own, ...(table.get(own)?.mayImport ?? [])]
    expect(targetsOf(file).filter((target) => !allowed.includes(folderOf(target)))).toEqual([])
  })
})
