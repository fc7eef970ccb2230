/**
 * The page of changes: what the next release brings, from the changesets, and the packages' changelogs once there are some.
 * Must not know any change.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '../../..')
const CHANGESETS = join(REPOSITORY, '.changeset')

/** Writes the page. */
export async function writeChangelogPage(): Promise<string> {
  const files = (await readdir(CHANGESETS)).filter((file) => file.endsWith('.md')).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(CHANGESETS, file), 'utf8')))
  const released = await readFile(join(REPOSITORY, 'packages/core/CHANGELOG.md'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 'Nothing is released yet.\n'
      throw error
    },
  )
  return `# Changelog

All packages share one version.

## The next release

${texts.map((text) => toItem(text)).join('\n')}

## Released

${released.replace(/^# .*$/m, '').replaceAll(/^(#+) /gm, '#$1 ')}`
}

function toItem(changeset: string): string {
  const [, facts = '', text = ''] = /^---\n(.*?)---\n(.*)$/s.exec(changeset) ?? []
  const packages = [...facts.matchAll(/^'@paystablecoin\/([\w-]+)'/gm)].map(([, title]) => title)
  return `- **${packages.join(', ')}**: ${text.trim().replaceAll('\n', '\n  ')}`
}
