/**
 * How results are classified and shown, and which rows a command line selects.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../src/cli/arguments.ts'
import { classifyResults, KNOWN_DIFFERENCES, knownCases } from '../src/known-differences.ts'
import type { KnownDifference } from '../src/known-differences.ts'
import { runAll } from '../src/run-all.ts'
import { RUNTIMES } from '../src/runtimes.ts'
import type { Runtime } from '../src/runtimes.ts'
import { count, formatFailures, formatKnown, formatMeasured, formatTable } from '../src/table.ts'

const KNOWN: KnownDifference = {
  runtimes: ['bun'],
  group: 'hono',
  title: 'does it',
  reason: 'Bun does not.',
  instead: ['it did not', 'it took longer than'],
}
const passed = { group: 'hono', title: 'does it', ok: true }
const failed = { group: 'hono', title: 'does it', ok: false, error: 'Error: it did not' }

function row(name: string, run: Runtime['run']): Runtime {
  return { name, version: '1.0', kind: 'suite', run }
}

describe('a result', () => {
  it('keeps its status where no difference is known', () => {
    expect(classifyResults('deno', [passed], [KNOWN])).toMatchObject([{ status: 'passed' }])
    expect(classifyResults('deno', [failed], [KNOWN])).toMatchObject([{ status: 'failed' }])
  })

  it('that fails for a known reason has that reason', () => {
    const [classified] = classifyResults('bun', [failed], [KNOWN])
    expect(classified).toMatchObject({ status: 'known', reason: 'Bun does not.' })
    const slow = { ...failed, error: 'Error: it took longer than 4000 ms' }
    expect(classifyResults('bun', [slow], [KNOWN])).toMatchObject([{ status: 'known' }])
  })

  it('that fails in another way than the known one is a failure', () => {
    const otherwise = { ...failed, error: 'Error: there is no server' }
    expect(classifyResults('bun', [otherwise], [KNOWN])).toMatchObject([{ status: 'failed' }])
    const silent = { group: 'hono', title: 'does it', ok: false }
    expect(classifyResults('bun', [silent], [KNOWN])).toMatchObject([{ status: 'failed' }])
  })

  it('that passes although a difference is known is a failure', () => {
    const [classified] = classifyResults('bun', [passed], [KNOWN])
    expect(classified).toMatchObject({ status: 'failed', ok: false })
    expect(classified?.error).toContain('passes now')
  })

  it('that is known but missing is a failure', () => {
    const other = { ...passed, title: 'does something else' }
    const classified = classifyResults('bun', [other], [KNOWN])
    expect(classified.map(({ status }) => status)).toEqual(['passed', 'failed'])
  })
})

describe('the known differences', () => {
  it('name existing rows and a reason', () => {
    const names = new Set(RUNTIMES.map(({ name }) => name))
    for (const { runtimes, reason } of KNOWN_DIFFERENCES) {
      expect(runtimes.filter((runtime) => !names.has(runtime))).toEqual([])
      expect(reason).toMatch(/^[A-Zw].{20,}\.$/)
    }
  })

  it('are found by runtime and group', () => {
    expect(knownCases('deno', 'hono').size).toBeGreaterThan(0)
    expect(knownCases('node', 'hono').size).toBe(0)
  })
})

describe('a run', () => {
  it('keeps the order of the rows, whichever finishes first', async () => {
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

  it('fails where a runtime does not start, and where it runs nothing', async () => {
    const missing = row('missing', () => Promise.reject(new Error('there is no such runtime')))
    const empty = row('empty', () => Promise.resolve([]))
    const reports = await runAll([missing, empty], '', () => undefined)
    expect(reports.map(({ results }) => count(results, 'failed'))).toEqual([1, 1])
    expect(formatFailures(reports)).toContain('there is no such runtime')
    expect(formatFailures(reports)).toContain('no case ran')
  })
})

describe('the table', () => {
  const report = (name: string, results: readonly CaseResult[]) => ({
    name,
    version: '1.0',
    results: classifyResults(name, results, [KNOWN]),
    durationMs: 1234,
  })

  it('shows how many passed, what is known and what failed', () => {
    const other = { group: 'koa', title: 'also', ok: true }
    const reports = [report('bun', [failed]), report('deno', [failed, other])]
    expect(formatTable(reports).split('\n')).toEqual([
      'runtime  version  hono  koa   time',
      'bun      1.0      0+1*    -  1.2 s',
      'deno     1.0      0 1!    1  1.2 s',
    ])
    expect(formatKnown(reports)).toBe('  * hono: does it\n    Bun does not. (bun)')
    expect(formatFailures(reports)).toBe('  ! deno: hono: does it\n    Error: it did not')
    expect(formatMeasured(reports)).toBe('')
  })

  it('lists what was measured', () => {
    const reports = [report('deno', [{ ...passed, measured: '1 MB' }, failed])]
    expect(formatMeasured(reports)).toBe('  deno: hono: 1 MB')
  })
})

describe('the command line', () => {
  const names = (args: readonly string[]): readonly string[] =>
    readArguments(args, RUNTIMES).selected.map(({ name }) => name)

  it('selects every row without a word', () => {
    expect(names([])).toEqual(RUNTIMES.map(({ name }) => name))
  })

  it('selects by a name or its beginning', () => {
    expect(names(['node-22', 'edge-vm'])).toEqual(['node-22', 'edge-vm'])
    expect(names(['node'])).toEqual(['node-20', 'node-22', 'node-24', 'node-26'])
    expect(names(['workerd'])).toEqual(['workerd', 'workerd-nodejs', 'workerd-example'])
  })

  it('rejects a word that selects nothing', () => {
    expect(() => names(['nod'])).toThrow('There is no runtime "nod"')
    expect(() => names(['--brokn'])).toThrow(TypeError)
  })

  it('reads --broken', () => {
    expect(readArguments(['--broken', 'bun'], RUNTIMES).broken).toBe(true)
    expect(readArguments(['bun'], RUNTIMES).broken).toBe(false)
  })
})
