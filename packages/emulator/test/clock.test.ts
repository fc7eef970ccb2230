/**
 * The emulator's time: what is planned happens when it is due, in order, by a timer or by hand.
 *
 * @module
 */
import { describe, expect, test } from 'vitest'
import { createClock } from '../src/shared/clock.ts'

function setUp() {
  let realMs = 1_000
  const timers: { run: () => void; delayMs: number; isStopped: boolean }[] = []
  const happened: string[] = []
  const clock = createClock({
    now: () => realMs,
    startTimer: (run, delayMs) => {
      const timer = { run, delayMs, isStopped: false }
      timers.push(timer)
      return () => {
        timer.isStopped = true
      }
    },
  })
  return {
    clock,
    happened,
    note: (name: string) => () => void happened.push(`${name}@${clock.now()}`),
    armed: () => timers.filter(({ isStopped }) => !isStopped).at(-1),
    wait: (ms: number) => {
      realMs += ms
    },
  }
}

describe('advance', () => {
  test('runs what becomes due in its order, each at its time', async () => {
    const { clock, happened, note } = setUp()
    clock.plan(200, note('late'))
    clock.plan(100, note('early'))
    clock.plan(100, note('early too'))
    await clock.advance(150)
    expect(happened).toEqual(['early@1100', 'early too@1100'])
    await clock.advance(50)
    expect(happened.at(-1)).toBe('late@1200')
  })

  test('runs what is planned meanwhile, if it becomes due', async () => {
    const { clock, happened, note } = setUp()
    clock.plan(10, () => {
      clock.plan(10, note('second'))
      clock.plan(1_000, note('never'))
    })
    await clock.advance(100)
    expect(happened).toEqual(['second@1020'])
    expect(clock.now()).toBe(1_100)
  })

  test('waits for what is in progress', async () => {
    const { clock, happened, note } = setUp()
    clock.plan(0, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      note('done')()
    })
    await clock.advance(0)
    expect(happened).toEqual(['done@1000'])
  })

  test.each([Number.NaN, -1, Infinity, 8.64e15])('does not take %d', async (ms) => {
    const { clock } = setUp()
    await expect(clock.advance(ms)).rejects.toThrow(TypeError)
    expect(clock.now()).toBe(1_000)
  })

  test('leaves the real time alone', async () => {
    const { clock } = setUp()
    await clock.advance(500)
    expect([clock.now(), clock.realNow()]).toEqual([1_500, 1_000])
  })
})

describe('a timer', () => {
  test('runs the task it was set for, also when it fires early or the clock is frozen', () => {
    const { clock, happened, note, armed } = setUp()
    clock.plan(100, note('due'))
    clock.plan(101, note('later'))
    expect(armed()?.delayMs).toBe(100)
    armed()?.run()
    expect(happened).toEqual(['due@1000'])
    expect(armed()?.delayMs).toBe(101)
  })

  test('is never set for longer than timers can be', () => {
    const { clock, happened, note, armed, wait } = setUp()
    const days = 24 * 3_600_000
    clock.plan(30 * days, note('due'))
    expect(armed()?.delayMs).toBe(2 ** 31 - 1)
    wait(2 ** 31 - 1)
    armed()?.run()
    expect(happened).toEqual([])
    expect(armed()?.delayMs).toBe(30 * days - 2 ** 31 + 1)
  })

  test('is cancelled with the task it was set for', async () => {
    const { clock, happened, note, armed } = setUp()
    const cancel = clock.plan(100, note('cancelled'))
    clock.plan(200, note('kept'))
    cancel()
    expect(armed()?.delayMs).toBe(200)
    await clock.advance(300)
    expect(happened).toEqual(['kept@1200'])
    clock.plan(100, note('stopped'))
    clock.stop()
    expect(armed()).toBeUndefined()
  })
})
