import { describe, expect, it } from 'vitest'
import { createInFlight } from '../src/receiver/in-flight.ts'
import { systemClock } from '../src/shared/clock.ts'
import { settle } from './support/webhook-fixtures.ts'

describe('createInFlight', () => {
  it('counts events, and not reports, until they have finished', () => {
    const inFlight = createInFlight(systemClock)
    const finish = [inFlight.start('event'), inFlight.start('report'), inFlight.start('event')]
    expect(inFlight.events()).toBe(2)
    for (const end of finish) end()
    expect(inFlight.events()).toBe(0)
  })

  it('is idle when both kinds have finished', async () => {
    const inFlight = createInFlight(systemClock)
    const finish = [inFlight.start('event'), inFlight.start('report')]
    let isIdle = false
    const idle = inFlight.idle().then(() => (isIdle = true))
    finish[0]?.()
    await settle()
    expect(isIdle).toBe(false)
    finish[1]?.()
    await idle
    await inFlight.idle(0)
  })

  it('leaves no timer behind that would hold up the end of the process', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const inFlight = createInFlight(systemClock)
    const finish = inFlight.start('event')
    const before = timers()
    const idle = inFlight.idle(10_000)
    expect(timers()).toBe(before + 1)
    finish()
    await idle
    expect(timers()).toBe(before)
  })

  it('names both kinds when the time-out passes first', async () => {
    const inFlight = createInFlight(systemClock)
    inFlight.start('event')
    inFlight.start('report')
    await expect(inFlight.idle(1)).rejects.toThrow(
      '1 event(s) are still being handled, 1 report(s) still being written.',
    )
  })

  it('rejects a time-out that is no number, also when nothing is in progress', async () => {
    await expect(createInFlight(systemClock).idle(Number.NaN)).rejects.toThrow(TypeError)
  })

  it('takes Infinity for no time-out', async () => {
    const inFlight = createInFlight(systemClock)
    const finish = inFlight.start('event')
    const idle = inFlight.idle(Infinity)
    // A runtime's timer fires at once on a delay that it can't hold.
    await new Promise((resolve) => setTimeout(resolve, 5))
    finish()
    await idle
  })
})
