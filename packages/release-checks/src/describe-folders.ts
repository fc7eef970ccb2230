/**
 * A package's table of folders in CONTRIBUTING.md, held against its import lines: the tests for it.
 * Knows no folder by name.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readImports } from './imports.ts'
import { REPOSITORY } from './published-packages.ts'

const TOP = '.'

interface Folder {
  readonly files: readonly string[]
  /** The folders that its files may import from, beside its own. */
  readonly mayImport: readonly string[]
}

/** The tests of one package: its title, and the heading above its table. */
export function describeFolders(title: string, heading: string): void {
  const src = join(REPOSITORY, 'packages', title, 'src')
  const files = listFiles(src)
  const table = readTable(readFileSync(join(REPOSITORY, 'CONTRIBUTING.md'), 'utf8'), heading)
  const targetsOf = (file: string): readonly string[] =>
    readImports(readFileSync(join(src, file), 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => posix.join(posix.dirname(file), specifier))
  describeTable(table, files, targetsOf)
  describeFiles(table, files, targetsOf)
}

function listFiles(src: string): readonly string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
}

/** The table under a heading. Its last row is that of the files at the top, which may import everything. */
function readTable(markdown: string, heading: string): ReadonlyMap<string, Folder> {
  const section = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))
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

function folderOf(file: string): string {
  return file.includes('/') ? `${posix.dirname(file)}/` : TOP
}

type Table = ReadonlyMap<string, Folder>
type TargetsOf = (file: string) => readonly string[]

function describeTable(table: Table, files: readonly string[], targetsOf: TargetsOf): void {
  describe('the table of folders', () => {
    it('names every folder and every file at the top, and no other', () => {
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
        if (folder === TOP) continue
        const own = files.filter((file) => folderOf(file) === folder)
        const used = new Set(own.flatMap(targetsOf).map(folderOf))
        const unused = mayImport.filter((imported) => !used.has(imported))
        expect({ folder, unused }).toEqual({ folder, unused: [] })
      }
    })
  })
}

function describeFiles(table: Table, files: readonly string[], targetsOf: TargetsOf): void {
  describe.each(files)('%s', (file) => {
    it('imports by a path only files of its package', () => {
      expect(targetsOf(file).filter((target) => !files.includes(target))).toEqual([])
    })

    it('imports only from its own folder and those that the table allows', () => {
      const own = folderOf(file)
      const allowed = [own, ...(table.get(own)?.mayImport ?? [])]
      expect(targetsOf(file).filter((target) => !allowed.includes(folderOf(target)))).toEqual([])
    })
  })
}
