import { describe, expect, it } from 'vitest'
import { addressOf } from '../src/address.ts'

describe('addressOf', () => {
  it.each([
    [{ url: 'redis://shop:hush-hush@10.0.0.7:6380/1' }, ' at 10.0.0.7:6380'],
    [{ host: 'redis.internal', password: 'hush-hush' }, ' at redis.internal:6379'],
    [{ options: { host: '10.0.0.7', port: 6380, password: 'hush-hush' } }, ' at 10.0.0.7:6380'],
    [{ url: 'hush-hush' }, ''],
    [{}, ''],
  ])('names host and port of %j, and nothing else', (connection, address) => {
    expect(addressOf({ opts: { connection } })).toBe(address)
  })
})
