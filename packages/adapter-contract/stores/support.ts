/**
 * What several cases do.
 *
 * @module
 */
import { expectEqual } from '../portable/expect.ts'
import type { StoreUnderTest } from './store-case.ts'

/** A lease that does not end while a case runs. */
export const LONG_MS = 600_000
/** A lease that ends at once. */
export const SHORT_MS = 20

const POLL_MS = 10
const LIMIT_MS = 20_000

/** Claims a key that must be free, and returns the token. */
export async function take(
  store: StoreUnderTest,
  key: string,
  leaseMs: number = LONG_MS,
): Promise<string> {
  const result = await store.claim(key, leaseMs)
  if (result.state === 'claimed') return result.token
  throw new Error(`the claim is ${result.state}, not claimed`)
}

/** Claims a key again and again, until the claim that holds it or its memory has ended, and returns the token. */
export async function takeLater(store: StoreUnderTest, key: string): Promise<string> {
  const deadline = performance.now() + LIMIT_MS
  for (;;) {
    const result = await store.claim(key, LONG_MS)
    if (result.state === 'claimed') return result.token
    if (performance.now() > deadline) throw new Error(`the claim stays ${result.state}`)
    await pause()
  }
}

/** Fails unless a claim finds this state. */
export async function expectState(
  store: StoreUnderTest,
  key: string,
  state: 'claimed' | 'in-flight' | 'done',
): Promise<void> {
  expectEqual((await store.claim(key, LONG_MS)).state, state, 'the state')
}

/** Claims and completes a key. */
export async function finish(
  store: StoreUnderTest,
  key: string,
  poorer: readonly string[] = [],
): Promise<void> {
  await store.complete(key, await take(store, key), poorer)
}

/** Waits for the database's clock: these cases are about real leases. */
export function pause(ms: number = POLL_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
