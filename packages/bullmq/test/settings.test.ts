import { describe, expect, it, vi } from 'vitest'
import type { Queue } from 'bullmq'
import { toInboxSettings } from '../src/settings.ts'

function queueWith(opts: object): Queue {
  return Object({ name: 'paystablecoin', opts: { connection: {}, ...opts } })
}

describe('the options of an inbox', () => {
  it.each([
    [{ keepKeysMs: 0 }, /^keepKeysMs /],
    [{ keepKeysMs: Number.NaN }, /^keepKeysMs /],
    [{ retryLimit: -1 }, /^retryLimit /],
    [{ retryLimit: 0.5 }, /^retryLimit /],
    [{ retryDelayMaxMs: Infinity }, /^retryDelayMaxMs /],
    [{ heartbeatMs: 999 }, /^heartbeatMs /],
    [{ onError: 'log' }, /^onError /],
  ])('are named when they are wrong: %j', (options, message) => {
    expect(() => toInboxSettings(queueWith({}), Object(options))).toThrow(message)
  })

  it.each([
    [{ defaultJobOptions: { removeOnComplete: true } }, /^removeOnComplete .*forgotten key/],
    [{ defaultJobOptions: { removeOnFail: 100 } }, /^removeOnFail .*forgotten key/],
    [{ connection: { maxRetriesPerRequest: null } }, /^maxRetriesPerRequest .*null/],
    [{ connection: { options: { maxRetriesPerRequest: null } } }, /^maxRetriesPerRequest .*null/],
  ])('reject a queue that would forget, or wait for ever: %j', (opts, message) => {
    expect(() => toInboxSettings(queueWith(opts), {})).toThrow(message)
  })

  it('keep the dead for good, and the done for 30 days', () => {
    expect(toInboxSettings(queueWith({}), {}).jobOptions).toMatchObject({
      attempts: 21,
      removeOnComplete: { age: 2_592_000 },
      removeOnFail: false,
    })
  })

  it('wait longer before each try, up to retryDelayMaxMs', () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(1)
    const { backoffStrategy } = toInboxSettings(queueWith({}), { retryDelayMaxMs: 5000 })
    expect([1, 2, 3, 4, 20].map((attempt) => backoffStrategy(attempt))).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ])
    random.mockReturnValue(0)
    expect(backoffStrategy(1)).toBe(500)
    random.mockRestore()
  })
})
