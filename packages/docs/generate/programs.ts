/**
 * The first program of an adapter's README, for the start page.
 * Must not know what it does.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '../..')

/** The adapters that the start page has a program of. */
export const FRAMEWORKS = ['hono', 'koa', 'fastify', 'express'] as const

/** The first program of a README, as a block of code. */
export async function readFirstProgram(title: string): Promise<string> {
  const readme = await readFile(join(PACKAGES, title, 'README.md'), 'utf8')
  const program = /^```ts\n.*?^```$/ms.exec(readme)?.[0]
  if (program === undefined) throw new Error(`the README of ${title} has no program`)
  return `${program}\n`
}
