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

/** The first programs of the published packages. */
export async function listFirstPrograms(): Promise<readonly Program[]> {
  const titles = await readdir(PACKAGES)
  const programs = await Promise.all(titles.map((title) => readFirstProgram(title)))
  return programs.filter((program) => program !== undefined)
}

async function readFirstProgram(title: string): Promise<Program | undefined> {
  const manifest: unknown = JSON.parse(
    await readFile(join(PACKAGES, title, 'package.json'), 'utf8').catch(() => '{"private":true}'),
  )
  if (Object(manifest).private === true) return undefined
  const readme = await readFile(join(PACKAGES, title, 'README.md'), 'utf8')
  const program = /^```ts\n.*?^```$/ms.exec(readme)?.[0]
  if (program === undefined) throw new Error(`the README of ${title} has no program`)
  return { title, block: `${program}\n` }
}
