import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROGRAMS } from '../src/programs.ts'
import { listPublishedPackages, REPOSITORY } from '../src/published-packages.ts'

const published = listPublishedPackages()
const names = published.map(({ manifest }) => manifest.name)

describe('every published package', () => {
  it('shares one version with the others', () => {
    const { fixed }: { fixed: string[][] } = JSON.parse(readText('.changeset/config.json'))
    expect(fixed.map((group) => group.toSorted())).toEqual([names.toSorted()])
    expect(new Set(published.map(({ manifest }) => manifest.version)).size).toBe(1)
  })

  it("contains the project's licence", () => {
    const texts = published.map(({ title }) => readText(`packages/${title}/LICENSE`))
    expect(new Set(texts)).toEqual(new Set([readText('LICENSE')]))
  })

  it('says where its source, its README and its issues are', () => {
    const web = 'https://github.com/paystablecoin/paystablecoin-js'
    for (const { title, manifest } of published) {
      const { homepage, bugs, repository } = manifest
      const directory = `packages/${title}`
      expect({ homepage, bugs, repository }).toEqual({
        homepage: `${web}/tree/main/${directory}#readme`,
        bugs: { url: `${web}/issues` },
        repository: { type: 'git', url: `git+${web}.git`, directory },
      })
    }
  })

  it('gets a changelog from the changesets', () => {
    const { changelog }: { changelog: unknown } = JSON.parse(readText('.changeset/config.json'))
    expect(changelog).toBe('@changesets/cli/changelog')
  })

  it('has all its entries in the API docs', () => {
    const { entryPoints }: { entryPoints: string[] } = JSON.parse(
      readText('packages/docs/typedoc.json'),
    )
    const sources = published.flatMap(({ title, manifest }) =>
      Object.values(manifest.exports ?? {})
        .map((target) => /"default":"\.\/dist\/(.+)\.js"/.exec(JSON.stringify(target))?.[1])
        .flatMap((path) => (path === undefined ? [] : [`../${title}/src/${path}.ts`])),
    )
    expect(entryPoints.toSorted()).toEqual(sources.toSorted())
  })

  it('has a program that uses it', () => {
    const used = new Set(PROGRAMS.map(({ about }) => about))
    expect(published.filter(({ title }) => !used.has(title))).toEqual([])
  })

  it('accepts patch releases of its dependencies', () => {
    const ranges = published.flatMap(({ manifest }) => Object.entries(manifest.dependencies ?? {}))
    expect(ranges.filter(([, range]) => range === 'catalog:' || /^\d/.test(range))).toEqual([])
  })
})

function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8')
}
