/**
 * The lease of an event: as long as its holder lives, and no longer.
 *
 * @module
 */
import { describe, expect, it, vi } from 'vitest'
import { createMemoryDeduplication } from '../src/index.ts'
import { createTestClock } from './support/test-clock.ts'
import { createDeferred, createTestReceiver, settle } from './support/webhook-fixtures.ts'

const LEASE_MS = 5000

function setUp(acknowledge: 'immediately' | 'after-handler', change: object = {}) {
  const clock = createTestClock()
  const store = createMemoryDeduplication({ now: clock.now })
  const gate = createDeferred()
  const onEvent = vi.fn(() => gate.promise)
  const options = { clock, onEvent, acknowledge, leaseMs: LEASE_MS }
  const deduplication = { ...store, ...change }
  const { send, receiver } = createTestReceiver({ ...options, deduplication })
  /** Another process with the same store. */
  const other = createTestReceiver({ ...options, deduplication })
  const age = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500)
      await settle()
    }
  }
  return { clock, gate, onEvent, send, receiver, other, age }
}

describe.each(['immediately', 'after-handler'] as const)('a handler under %s', (acknowledge) => {
  it('that takes longer than the lease is not run again by a resend', async () => {
    const { gate, onEvent, send, receiver, other, age } = setUp(acknowledge)
    const first = send()
    await age(LEASE_MS * 4)
    const timestamp = String(other.clock.now())
    expect(await other.send(undefined, { timestamp })).toMatchObject({ status: 503 })
    gate.resolve()
    expect(await first).toMatchObject({ status: 200 })
    await receiver.idle()
    expect(onEvent).toHaveBeenCalledTimes(1)
  })

  it('leaves no timer behind', async () => {
    const { clock, gate, send, receiver, age } = setUp(acknowledge)
    const first = send()
    await age(LEASE_MS)
    gate.resolve()
    await first
    await receiver.idle()
    await settle()
    expect(clock.waiting()).toBe(0)
  })

  it('goes on when the store fails to extend the lease', async () => {
    const extend = vi.fn(() => Promise.reject(new Error('down')))
    const { gate, onEvent, send, receiver, age } = setUp(acknowledge, { extend })
    const first = send()
    await age(LEASE_MS * 2)
    gate.resolve()
    expect(await first).toMatchObject({ status: 200 })
    await receiver.idle()
    expect(extend.mock.calls.length).toBeGreaterThan(2)
    expect(onEvent).toHaveBeenCalledTimes(1)
  })

  it('asks a store that never answers again', async () => {
    const extend = vi.fn(() => new Promise<void>(() => undefined))
    const { clock, gate, send, receiver, age } = setUp(acknowledge, { extend })
    const first = send()
    await age(LEASE_MS * 2)
    expect(extend.mock.calls.length).toBeGreaterThan(2)
    gate.resolve()
    expect(await first).toMatchObject({ status: 200 })
    await receiver.idle()
    expect(clock.waiting()).toBe(0)
  })

  it('is run again after the lease where the store cannot extend it', async () => {
    const { gate, onEvent, send, other, age } = setUp(acknowledge, { extend: undefined })
    const first = send()
    await settle()
    await age(LEASE_MS)
    const second = other.send(undefined, { timestamp: String(other.clock.now()) })
    await settle()
    await age(500)
    expect(onEvent).toHaveBeenCalledTimes(2)
    gate.resolve()
    await Promise.all([first, second])
  })
})

describe('extend of the memory', () => {
  it('does nothing for a token that no longer holds the lease', () => {
    const clock = createTestClock()
    const store = createMemoryDeduplication({ now: clock.now })
    const claimed = store.claim('a', 10) as { readonly token: string }
    void store.release('a', claimed.token)
    void store.extend?.('a', claimed.token, 10)
    expect(store.claim('a', 10)).toMatchObject({ state: 'claimed' })
  })
})
