/**
 * The limit of what has none of its own, and what a redactor knows.
 *
 * @module
 */
import { expect, it } from 'vitest'
import { createRedactor } from '../src/redact.ts'
import { find } from '../src/report.ts'
import { within } from '../src/within.ts'

it('rejects what never ends, and gives what does', async () => {
  await expect(within(1, new Promise(() => undefined))).rejects.toThrow('no answer in 1 ms')
  await expect(within(60_000, Promise.resolve('there'))).resolves.toBe('there')
  await expect(within(60_000, Promise.reject(new Error('gone')))).rejects.toThrow('gone')
})

it.each(['apiKey', 'apiSecret', 'databaseUrl', 'redisUrl'] as const)(
  'keeps %s out of a finding',
  (option) => {
    const redact = createRedactor({ [option]: 'postgres://u:a%2Fsecret@db' })
    expect(redact(find('api', 'refused', 'postgres://u:a%2Fsecret@db')).detail).toBe('…')
  },
)
