import { describe, expect, it } from 'vitest'
import { createRecentCreations } from '../src/client/recent-creations.ts'

describe('recent creations', () => {
  it('are remembered for a minute', () => {
    let nowMs = 5
    const recent = createRecentCreations(() => nowMs)
    recent.add('A')
    expect([recent.timeOf('A'), recent.timeOf('B')]).toEqual([5, undefined])
    nowMs += 60_000
    recent.add('B')
    expect([recent.timeOf('A'), recent.timeOf('B')]).toEqual([undefined, 60_005])
  })

  it('count from the last creation with the same id', () => {
    let nowMs = 0
    const recent = createRecentCreations(() => nowMs)
    recent.add('A')
    nowMs = 40_000
    recent.add('A')
    nowMs = 70_000
    recent.add('B')
    expect([recent.timeOf('A'), recent.timeOf('B')]).toEqual([40_000, 70_000])
  })
})
