import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeFolders } from '../../release-checks/src/describe-folders.ts'
import { readImports } from '../../release-checks/src/imports.ts'

const SRC = new URL('../src/', import.meta.url)

describeFolders('core', 'The folders of core')

it('core imports no package', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const imports = files.flatMap((file) => readImports(readFileSync(new URL(file, SRC), 'utf8')))
  expect(imports.length).toBeGreaterThan(0)
  expect(imports.filter((specifier) => !specifier.startsWith('.'))).toEqual([])
})
