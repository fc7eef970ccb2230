import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentOf, testedVersion } from '../src/framework.ts'
import { FRAMEWORKS } from '../src/frameworks.ts'
import { RECIPES, ROOT } from '../src/paths.ts'
import { countLines, findFiles, readRecipe, SHARED_DOCUMENT } from '../src/recipe.ts'

const LONGEST_RECIPE = 15

const documents = [...new Set(FRAMEWORKS.map(documentOf))]

describe('the files of a document', () => {
  it('are the blocks below the name of a file', () => {
    const text = [
      '# Title',
      '',
      '`app/route.ts`, among yours',
      '',
      '```ts',
      'one()',
      '',
      'two()',
      '```',
      '',
      'A block without a name:',
      '',
      '```ts',
      'three()',
      '```',
      '',
    ].join('\n')
    const files = findFiles(text)
    expect(files).toEqual([{ path: 'app/route.ts', code: 'one()\n\ntwo()\n' }])
    expect(countLines(files)).toBe(2)
  })
})

describe('the recipes', () => {
  it.each(documents)('%s has at most 15 lines', async (document) => {
    expect(countLines(await readRecipe(document))).toBeLessThanOrEqual(LONGEST_RECIPE)
  })

  it('are all tested', () => {
    const others = readdirSync(RECIPES).filter((name) => name !== SHARED_DOCUMENT)
    expect(others.toSorted()).toEqual(documents.toSorted())
  })

  it('are all in the list of documents', () => {
    const text = readFileSync(join(RECIPES, SHARED_DOCUMENT), 'utf8')
    expect(documents.filter((document) => !text.includes(`](${document})`))).toEqual([])
  })
})

describe('the table of frameworks', () => {
  const rows = readRows()

  it('names every tested recipe with the version that is tested, and nothing else', () => {
    const tested = new Set(
      FRAMEWORKS.map((framework) => `${documentOf(framework)} ${testedVersion(framework)}`),
    )
    const claimed = rows
      .filter(({ link }) => !link.startsWith('../'))
      .map(({ link, version }) => `${link} ${version}`)
    expect(claimed.toSorted()).toEqual([...tested].toSorted())
  })

  it('names every adapter with the version of its framework that is tested', () => {
    const catalog = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')
    const adapters = rows.filter(({ link }) => link.startsWith('../'))
    expect(adapters.map(({ link }) => link)).toEqual([
      '../../hono',
      '../../koa',
      '../../fastify',
      '../../express',
    ])
    for (const { link, version } of adapters) {
      const name = link.slice('../../'.length)
      const pins = [...catalog.matchAll(new RegExp(`^  ${name}(?:-\\d)?: (?:npm:.*@)?(.*)$`, 'gm'))]
      expect([link, version]).toEqual([link, pins.map(([, pin]) => pin).join(', ')])
    }
  })
})

function readRows(): readonly { readonly link: string; readonly version: string }[] {
  const [, section = ''] = readFileSync(join(RECIPES, SHARED_DOCUMENT), 'utf8').split(
    '## Your framework\n',
  )
  const [table = ''] = section.split('\n## ')
  const rows = table.matchAll(/^\| [^|]+ \| \[[^|]+\]\(([^)|]+)\) \| ([^|]+) \|$/gm)
  return Array.from(rows, ([, link = '', version = '']) => ({ link, version }))
}
