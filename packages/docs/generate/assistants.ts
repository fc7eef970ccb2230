/**
 * The texts for coding assistants, as llms.txt has become usual: an index of the pages, and all of them in one file.
 * Must not know what a page says.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { REWRITES } from '../.vitepress/links.ts'

const DOCS = join(import.meta.dirname, '..')
// GitHub Pages serves a project below its name.
const BASE = (process.env['DOCS_BASE'] ?? '/').replace(/\/$/, '')
const FOLDERS = ['.', 'guides', 'packages', 'recipes', 'reference/pages']

/** A page of the site in Markdown. */
export interface Page {
  readonly link: string
  readonly title: string
  /** The first sentences, which answer what the page is about. */
  readonly summary: string
  readonly text: string
}

/** All pages but the home page and the API reference, which is larger than all others together. */
export async function listPages(): Promise<readonly Page[]> {
  const files = await Promise.all(FOLDERS.map((folder) => listFiles(folder)))
  return Promise.all(files.flat().map((file) => readPage(file)))
}

/** The index. */
export function writeIndex(pages: readonly Page[]): string {
  const lines = pages.map(({ title, link, summary }) => `- [${title}](${link}): ${summary}`)
  return `# paystablecoin

> TypeScript packages for merchants who take stablecoin payments through PayStablecoin: a typed client, webhook routes for Hono, Koa, Fastify and Express, durable inboxes, and an emulator.

${lines.join('\n')}
- [All pages in one file](${BASE}/llms-full.txt)
`
}

/** All pages. */
export function writeAllPages(pages: readonly Page[]): string {
  return pages.map(({ link, text }) => `<!-- ${link} -->\n\n${text.trim()}\n`).join('\n')
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const files = await readdir(join(DOCS, folder))
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => relative(DOCS, join(DOCS, folder, file)))
    .filter((file) => file !== 'index.md')
    .toSorted()
}

async function readPage(file: string): Promise<Page> {
  const text = await insertIncludes(await readFile(join(DOCS, file), 'utf8'), dirname(file))
  const [, title = '', summary = ''] = /^# (.+)\n+(.+)/m.exec(text) ?? []
  if (title === '') throw new Error(`${file} has no title, or says nothing below it`)
  const plain = summary.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  const link = `${BASE}/${(REWRITES[file] ?? file).replace(/(?:index)?\.md$/, '')}`
  return { link, title, summary: plain, text }
}

async function insertIncludes(text: string, folder: string): Promise<string> {
  const [found, file] = /<!--@include: (\.\.?\/.*?)-->/.exec(text) ?? []
  if (found === undefined || file === undefined) return text
  const included = await readFile(join(DOCS, folder, file), 'utf8')
  return insertIncludes(
    text.replace(found, () => included),
    folder,
  )
}
