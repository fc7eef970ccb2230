/**
 * Links between files of the repository, as links of the site: a package becomes its page, and a file that is no page is shown
 * where the source is. A file that does not exist fails the build.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { MarkdownEnv } from 'vitepress'

const DOCS = join(import.meta.dirname, '..')
const REPOSITORY = join(DOCS, '../..')

/** Where the source is shown. */
export const SOURCE = 'https://github.com/paystablecoin/paystablecoin-js'

/** The files whose page has another name. */
export const REWRITES: Readonly<Record<string, string>> = {
  'reference/pages/errors.md': 'errors.md',
  'reference/pages/provider-codes.md': 'provider-codes.md',
  'reference/pages/command-line.md': 'command-line.md',
  'reference/pages/changelog.md': 'changelog.md',
  'reference/pages/security.md': 'security.md',
  'recipes/README.md': 'recipes/index.md',
  // Beside a folder of the same name, a page could not be told from it.
  'recipes.md': 'queues-and-logs.md',
}

const ADAPTERS = ['hono', 'koa', 'fastify', 'express']

/** The link to use on the site in place of one between files of the repository; others are left alone. */
export function toSiteLink(href: string, { path }: Pick<MarkdownEnv, 'path'>): string {
  if (/^(?:[a-z]+:|#|\/)/.test(href)) return href
  const [file = '', hash] = href.split('#')
  const anchor = hash === undefined ? '' : `#${hash}`
  const target = findFile(join(dirname(path), file))
  if (target === undefined) throw new Error(`${path} links to ${href}, which does not exist`)
  const page = relative(DOCS, target)
  if (!page.startsWith('..')) return toPageLink(page) + anchor
  const title = /^packages\/([\w-]+)(?:\/README\.md)?$/.exec(relative(REPOSITORY, target))?.[1]
  if (title !== undefined) {
    const name = ADAPTERS.includes(title) ? 'adapters' : title
    if (existsSync(join(DOCS, 'packages', `${name}.md`))) return `/packages/${name}${anchor}`
  }
  return `${SOURCE}/blob/main/${relative(REPOSITORY, target)}${anchor}`
}

function findFile(path: string): string | undefined {
  return [path, `${path}.md`, join(path, 'index.md')].find(
    (file) => existsSync(file) && !file.endsWith('/'),
  )
}

function toPageLink(file: string): string {
  return `/${(REWRITES[file] ?? file).replace(/(?:(?:^|(?<=\/))index)?\.md$/, '')}`
}
