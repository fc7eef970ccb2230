/**
 * The first program of each package's README, for the pages that show it.
 * Must not know what it does.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '../..')

/** A program as a block of code, by the folder of its package. */
export interface Program {
  readonly title: string
  readonly block: string
}

/** The first programs of the published packages, and those that use an inbox. */
export async function listPrograms(): Promise<readonly Program[]> {
  const titles = await readdir(PACKAGES)
  return (await Promise.all(titles.map((title) => readPrograms(title)))).flat()
}

async function readPrograms(title: string): Promise<readonly Program[]> {
  const manifest: unknown = JSON.parse(
    await readFile(join(PACKAGES, title, 'package.json'), 'utf8').catch(() => '{"private":true}'),
  )
  if (Object(manifest).private === true) return []
  const readme = await readFile(join(PACKAGES, title, 'README.md'), 'utf8')
  const first = findBlock(readme)
  if (first === undefined) throw new Error(`the README of ${title} has no program`)
  const inbox = findBlock(readme.split('## More than one process\n')[1] ?? '')
  const ofInbox = inbox === undefined ? [] : [{ title: `${title}-inbox`, block: inbox }]
  return [{ title, block: first }, ...ofInbox]
}

function findBlock(text: string): string | undefined {
  const program = /^```ts\n.*?^```$/ms.exec(text)?.[0]
  return program === undefined ? undefined : `${program}\n`
}
