/**
 * The table of the documentation against the findings, and the findings against what tests make happen.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { expect, it } from 'vitest'
import { formatReport } from '../src/cli/print.ts'
import { diagnose, FINDINGS } from '../src/index.ts'

const ids = Object.keys(FINDINGS).toSorted()

it('each finding is in the table of the documentation with its status, and no other', () => {
  const page = readFileSync(new URL('../../docs/packages/doctor.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `[\w-]+`(?:, `[\w-]+`)* \| (\w+) \| `([\w-]+)` \|/gm)]
  const listed = Object.fromEntries(rows.map(([, status, id]) => [id, status]))
  const expected = Object.entries(FINDINGS).map(([id, { status }]) => [id, status])
  expect(rows).toHaveLength(ids.length)
  expect(listed).toEqual(Object.fromEntries(expected))
})

it('each finding is expected by a test that makes it happen', () => {
  const folders = [import.meta.dirname, join(import.meta.dirname, '../../engines/suites/doctor')]
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:test|check)\.ts$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  const text = sources
    .join('\n')
    .replaceAll('${name}-unreachable', 'postgres-unreachable redis-unreachable')
  expect(ids.filter((id) => !new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text))).toEqual([])
})

it('each that failed or is a warning says what to do', () => {
  const silent = Object.entries(FINDINGS).filter(
    ([, { status, advice = '' }]) => advice === '' && (status === 'fail' || status === 'warning'),
  )
  expect(silent).toEqual([])
})

it("the emulator's public secret is known as such", async () => {
  const { findings } = await diagnose({ ...EMULATOR_MERCHANT, local: true })
  expect(findings.map(({ id }) => id)).toContain('secret-of-emulator')
})

it('what a server said commands no terminal', () => {
  const finding = {
    check: 'redis',
    id: 'redis-unknown',
    status: 'warning',
    means: 'Unknown.',
  } as const
  const text = formatReport({
    ok: true,
    findings: [{ ...finding, detail: '\u001B[31mred\r\n\u202Elate' }],
  })
  expect(text.split('\n')[0]).toBe('warning  redis        Unknown. [ [31mred late]')
})
