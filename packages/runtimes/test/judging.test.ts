/**
 * What results mean, how they are shown, and which rows a command line chooses.
 *
 * @module
 */
import { describe, expect, it } from 'vitest'
import { readArguments } from '../src/cli/arguments.ts'
import { judgeResults, KNOWN_DIFFERENCES, knownCases } from '../src/known-differences.ts'
import type { KnownDifference } from '../src/known-differences.ts'
import { runAll } from '../src/run-all.ts'
import { RUNTIMES } from '../src/runtimes.ts'
import type { Runtime } from '../src/runtimes.ts'
import { count, formatFailures, formatKnown, formatTable } from '../src/table.ts'

const KNOWN: KnownDifference = {
  runtimes: ['bun'],
  group: 'hono',
  title: 'does it',
  reason: 'Bun does not.',
  instead: 'it did not',
}
const passed = { group: 'hono', title: 'does it', ok: true }
const failed = { group: 'hono', title: 'does it', ok: false, error: 'Error: it did not' }

function row(name: string, run: Runtime['run']): Runtime {
  return { name, version: '1.0', kind: 'suite', run }
}

describe('a result', () => {
  it('counts as it came where nothing is known', () => {
    expect(judgeResults('deno', [passed], [KNOWN])).toMatchObject([{ verdict: 'passed' }])
    expect(judgeResults('deno', [failed], [KNOWN])).toMatchObject([{ verdict: 'failed' }])
  })

  it('that fails for a known reason carries the reason', () => {
    const [judged] = judgeResults('bun', [failed], [KNOWN])
    expect(judged).toMatchObject({ verdict: 'known', reason: 'Bun does not.' })
  })

  it('that fails in another way than is known is a failure', () => {
    const otherwise = { ...failed, error: 'Error: there is no server' }
    expect(judgeResults('bun', [otherwise], [KNOWN])).toMatchObject([{ verdict: 'failed' }])
    const silent = { group: 'hono', title: 'does it', ok: false }
    expect(judgeResults('bun', [silent], [KNOWN])).toMatchObject([{ verdict: 'failed' }])
  })

  it('that passes against what is known is a failure', () => {
    const [judged] = judgeResults('bun', [passed], [KNOWN])
    expect(judged).toMatchObject({ verdict: 'failed', ok: false })
    expect(judged?.error).toContain('passes now')
  })

  it('that is known and did not come is a failure', () => {
    const other = { ...passed, title: 'does something else' }
    const judged = judgeResults('bun', [other], [KNOWN])
    expect(judged.map(({ verdict }) => verdict)).toEqual(['passed', 'failed'])
  })
})

describe('what is known', () => {
  it('names rows that there are, and says why', () => {
    const names = new Set(RUNTIMES.map(({ name }) => name))
    for (const { runtimes, reason } of KNOWN_DIFFERENCES) {
      expect(runtimes.filter((runtime) => !names.has(runtime))).toEqual([])
      expect(reason).toMatch(/^[A-Zw].{20,}\.$/)
    }
  })

  it('is found by runtime and group', () => {
    expect(knownCases('deno', 'hono').size).toBeGreaterThan(0)
    expect(knownCases('node', 'hono').size).toBe(0)
  })
})

describe('a run', () => {
  it('keeps the order of the rows, whichever ends first', async () => {
    let finish = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = row('slow', () => gate.then(() => [passed]))
    const fast = row('fast', async () => {
      finish()
      return [passed]
    })
    const reports = await runAll([slow, fast], '', () => undefined)
    expect(reports.map(({ name }) => name)).toEqual(['slow', 'fast'])
  })

  it('fails where a runtime can not be started, and where it runs nothing', async () => {
    const missing = row('missing', () => Promise.reject(new Error('there is no such runtime')))
    const empty = row('empty', () => Promise.resolve([]))
    const reports = await runAll([missing, empty], '', () => undefined)
    expect(reports.map(({ results }) => count(results, 'failed'))).toEqual([1, 1])
    expect(formatFailures(reports)).toContain('there is no such runtime')
    expect(formatFailures(reports)).toContain('it ran no case')
  })
})

describe('the table', () => {
  const report = (name: string, results: readonly (typeof failed | typeof passed)[]) => ({
    name,
    version: '1.0',
    results: judgeResults(name, results, [KNOWN]),
    durationMs: 1234,
  })

  it('says how many passed, what is known and what failed', () => {
    const other = { group: 'koa', title: 'also', ok: true }
    const reports = [report('bun', [failed]), report('deno', [failed, other])]
    expect(formatTable(reports).split('\n')).toEqual([
      'runtime  version  hono  koa   time',
      'bun      1.0      0+1*    -  1.2 s',
      'deno     1.0      0 1!    1  1.2 s',
    ])
    expect(formatKnown(reports)).toBe('  * hono: does it\n    Bun does not. (bun)')
    expect(formatFailures(reports)).toBe('  ! deno: hono: does it\n    Error: it did not')
  })
})

describe('the command line', () => {
  const names = (args: readonly string[]): readonly string[] =>
    readArguments(args, RUNTIMES).chosen.map(({ name }) => name)

  it('chooses every row without a word', () => {
    expect(names([])).toEqual(RUNTIMES.map(({ name }) => name))
  })

  it('chooses by a name, or by its beginning', () => {
    expect(names(['node-22', 'edge-vm'])).toEqual(['node-22', 'edge-vm'])
    expect(names(['node'])).toEqual(['node-20', 'node-22', 'node-24', 'node-26'])
    expect(names(['workerd'])).toEqual(['workerd', 'workerd-nodejs', 'workerd-example'])
  })

  it('refuses a word that chooses nothing', () => {
    expect(() => names(['nod'])).toThrow('There is no runtime "nod"')
    expect(() => names(['--brokn'])).toThrow(TypeError)
  })

  it('reads --broken', () => {
    expect(readArguments(['--broken', 'bun'], RUNTIMES).broken).toBe(true)
    expect(readArguments(['bun'], RUNTIMES).broken).toBe(false)
  })
})
