import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import {
  countTests,
  createPageConsumer,
  readVersion,
  RUNNERS,
  runPageTest,
} from '../src/testing-page.ts'

const consumer = join(inject('workFolder'), 'testing-page')

beforeAll(() => createPageConsumer(consumer, inject('packages')), 300_000)

/** What each runner prints of its tests that passed. */
const PASSED: Readonly<Record<string, (count: number) => RegExp>> = {
  Vitest: (count) => new RegExp(String.raw`Tests\s+${count} passed \(${count}\)`),
  Jest: (count) => new RegExp(String.raw`Tests:\s+${count} passed, ${count} total`),
  Bun: (count) => new RegExp(String.raw`^\s*${count} pass$`, 'm'),
  'node:test': (count) => new RegExp(`^# pass ${count}$`, 'm'),
}

describe('the page about testing', () => {
  it.each(Object.keys(RUNNERS))('has tests that pass under %s as they stand', async (name) => {
    const count = await countTests(name)
    expect(count).toBeGreaterThan(0)
    const { code, output } = await runPageTest(consumer, name)
    expect(output).toMatch(PASSED[name]?.(count) ?? /never/)
    expect(code).toBe(0)
  })

  it.each(['Vitest', 'Jest', 'Bun'])('names the version of %s that is run', async (name) => {
    const version = RUNNERS[name]?.version ?? ''
    expect(await readVersion(name)).toBe(version.replace(/\.\d+$/, ''))
  })
})
