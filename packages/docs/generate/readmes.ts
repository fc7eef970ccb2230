/**
 * Documents of the repository as pages of the site: the READMEs of the published packages, and the security policy.
 * Must not know what stands in them.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '../../..')

/** A package's README, with its links as from `packages/docs/reference`. */
export interface Readme {
  readonly title: string
  readonly text: string
}

/** The READMEs of the published packages. */
export async function listReadmes(): Promise<readonly Readme[]> {
  const titles = await readdir(join(REPOSITORY, 'packages'))
  const readmes = await Promise.all(titles.map((title) => readReadme(title)))
  return readmes.filter((readme) => readme !== undefined)
}

/** The security policy. */
export async function writeSecurityPage(): Promise<string> {
  const text = await readFile(join(REPOSITORY, 'SECURITY.md'), 'utf8')
  return moveLinks(text, 'SECURITY.md', 'packages/docs/reference/pages')
}

async function readReadme(title: string): Promise<Readme | undefined> {
  const folder = join(REPOSITORY, 'packages', title)
  const manifest: unknown = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{"private":true}'),
  )
  if (Object(manifest).private === true) return undefined
  const text = await readFile(join(folder, 'README.md'), 'utf8')
  return { title, text: moveLinks(text, `packages/${title}/README.md`, 'packages/docs/reference') }
}

/** A document's relative links, from the folder that it is moved to. */
function moveLinks(text: string, from: string, to: string): string {
  const up = '../'.repeat(to.split('/').length)
  return text.replaceAll(
    /(\]\(|src="|srcset=")(?!https?:|#|mailto:|\/)([^)#"\s]*)/g,
    (_, before: string, href: string) => `${before}${up}${normalize(join(dirname(from), href))}`,
  )
}
