/**
 * Writes the pages that are made from the packages: errors, codes, the command line, first programs, changes, and the texts for assistants.
 * Must not know the site's look.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listPages, writeAllPages, writeIndex } from './assistants.ts'
import { writeChangelogPage } from './changelog.ts'
import { writeCodesPage } from './codes.ts'
import { writeCommandLinePage } from './command-line.ts'
import { writeErrorsPage } from './errors.ts'
import { listPrograms } from './programs.ts'
import { writeSecurityPage } from './security.ts'

const DOCS = join(import.meta.dirname, '..')

async function write(path: string, text: string): Promise<void> {
  const file = join(DOCS, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

for (const { title, block } of await listPrograms())
  await write(`reference/programs/${title}.md`, block)
await write('reference/pages/errors.md', await writeErrorsPage())
await write('reference/pages/provider-codes.md', await writeCodesPage())
await write('reference/pages/command-line.md', await writeCommandLinePage())
await write('reference/pages/changelog.md', await writeChangelogPage())
await write('reference/pages/security.md', await writeSecurityPage())
const pages = await listPages()
await write('public/llms.txt', writeIndex(pages))
await write('public/llms-full.txt', writeAllPages(pages))
// Receivers whose handlers never end keep timers.
process.exit(0)
