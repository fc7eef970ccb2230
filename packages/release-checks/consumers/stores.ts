// Deduplication in each engine, without a driver.
import {
  createPostgresDeduplication,
  createTable,
  StoreError,
} from '@paystablecoin/stores/postgres'
import type { SweptDeduplication } from '@paystablecoin/stores/postgres'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import type { SharedDeduplication } from '@paystablecoin/stores/redis'
import { createSqliteDeduplication } from '@paystablecoin/stores/sqlite'

declare const ttlMs: number | undefined

export const migration: string = createTable

export const postgres: SweptDeduplication = createPostgresDeduplication({
  query: async (text, params) => ({ rows: [{ text, params }] }),
  ttlMs,
  timeoutMs: undefined,
})

export const redis: SharedDeduplication = createRedisDeduplication({
  evaluate: async (script, keys, args) => [script, ...keys, ...args],
  prefix: undefined,
})

export const sqlite: SweptDeduplication = createSqliteDeduplication({
  query: (text, params) => [{ text, params }],
})

export async function claimed(key: string): Promise<string> {
  try {
    const result = await postgres.claim(key, 60_000)
    return result.state === 'claimed' ? result.token : result.state
  } catch (error) {
    if (error instanceof StoreError) return error.code ?? error.operation
    throw error
  }
}
