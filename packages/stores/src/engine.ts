/**
 * A deduplication store from the four statements of an engine.
 * Must not know which engine.
 *
 * @module
 */
import type { ClaimResult, SharedDeduplication } from './shared-deduplication.ts'
import { toStoredKey, toStoredKeys } from './stored-key.ts'

/** Each of them is one atomic statement, with keys that the engine can store. */
export interface Engine {
  readonly claim: (key: string, token: string, leaseMs: number) => Promise<ClaimResult['state']>
  readonly complete: (key: string, token: string, poorer: readonly string[]) => Promise<unknown>
  readonly release: (key: string, token: string) => Promise<unknown>
  readonly extend: (key: string, token: string, leaseMs: number) => Promise<unknown>
}

/** Makes the store. */
export function toDeduplication(engine: Engine): SharedDeduplication {
  return {
    claim: async (key, leaseMs) => {
      const token = crypto.randomUUID()
      const state = await engine.claim(await toStoredKey(key), token, leaseMs)
      return state === 'claimed' ? { state, token } : { state }
    },
    complete: async (key, token, poorer) => {
      const stored = await toStoredKey(key)
      await engine.complete(stored, token, await toStoredKeys(stored, poorer))
    },
    release: async (key, token) => {
      await engine.release(await toStoredKey(key), token)
    },
    extend: async (key, token, leaseMs) => {
      await engine.extend(await toStoredKey(key), token, leaseMs)
    },
  }
}
