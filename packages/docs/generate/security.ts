/**
 * The security policy as a page of the site.
 * Must not know what stands in it.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '../../..')

/** Writes the page. */
export async function writeSecurityPage(): Promise<string> {
  const text = await readFile(join(REPOSITORY, 'SECURITY.md'), 'utf8')
  return moveLinks(text, 'SECURITY.md', 'packages/docs/reference/pages')
}

/** A document's relative links, from the folder that it is moved to. */
function moveLinks(text: string, from: string, to: string): string {
  const up = '../'.repeat(to.split('/').length)
  return text.replaceAll(
    /(\]\(|src="|srcset=")(?!https?:|#|mailto:|\/)([^)#"\s]*)/g,
    (_, before: string, href: string) => `${before}${up}${normalize(join(dirname(from), href))}`,
  )
}
