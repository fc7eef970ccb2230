import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestedConsumer, runJest, runVitest } from '../src/test-runners.ts'
import type { TestResult } from '../src/test-runners.ts'

const consumer = join(inject('workFolder'), 'test-runners')
let jest: readonly TestResult[] = []
let vitest: readonly TestResult[] = []

beforeAll(async () => {
  await createTestedConsumer(consumer, inject('packages'))
  jest = await runJest(consumer)
  vitest = await runVitest(consumer)
}, 300_000)

describe('the packages', () => {
  it("pass a merchant's tests and the portable suite under Jest, set up as the guide says", () => {
    expect(failuresOf(jest)).toEqual([])
  })

  it('pass them under Vitest', () => {
    expect(failuresOf(vitest)).toEqual([])
  })

  it('give the same results under both', () => {
    expect(jest.length).toBeGreaterThan(50)
    expect(summarize(jest)).toEqual(summarize(vitest))
  })
})

function failuresOf(results: readonly TestResult[]): readonly TestResult[] {
  return results.filter(({ status }) => status !== 'passed')
}

function summarize(results: readonly TestResult[]): readonly string[] {
  return results.map(({ title, status }) => `${status}: ${title}`).toSorted()
}
