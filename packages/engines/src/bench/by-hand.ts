/**
 * What a merchant would write without this project, as the measure of it: the least that keeps an event, and the least that claims
 * one and completes it.
 *
 * @module
 */
import type { DeduplicationStore, Inbox } from '@paystablecoin/core'
import type { Redis } from 'ioredis'
import type { Pool } from 'pg'

/** The tables of this file. */
export const TABLES =
  'CREATE TABLE by_hand (key text PRIMARY KEY, entry jsonb); CREATE TABLE by_hand_claims (key text PRIMARY KEY, done boolean NOT NULL)'

/** One INSERT: nobody works off what it keeps. */
export function createInboxByHand(pool: Pool): Inbox {
  const text = 'INSERT INTO by_hand VALUES ($1, $2) ON CONFLICT DO NOTHING'
  return {
    put: async (entry) => {
      await pool.query(text, [entry.key, JSON.stringify(entry)])
    },
  }
}

/** A claim and a completion, two commits. It has no leases: what a crashed process claimed is never handled. */
export function createClaimsByHand(pool: Pool): DeduplicationStore {
  const claim = 'INSERT INTO by_hand_claims VALUES ($1, false) ON CONFLICT DO NOTHING'
  const complete =
    'INSERT INTO by_hand_claims SELECT unnest($1::text[]), true ON CONFLICT (key) DO UPDATE SET done = true'
  return {
    claim: async (key) => {
      const { rowCount } = await pool.query(claim, [key])
      return rowCount === 1 ? { state: 'claimed', token: '' } : { state: 'done' }
    },
    complete: async (key, _token, poorer) => {
      await pool.query(complete, [[key, ...poorer]])
    },
    release: async (key) => {
      await pool.query('DELETE FROM by_hand_claims WHERE key = $1', [key])
    },
  }
}

/** A claim and a completion in Redis. A holder that is late completes, and releases, what is another's by then. */
export function createRedisClaimsByHand(redis: Redis): DeduplicationStore {
  const dayMs = 86_400_000
  return {
    claim: async (key, leaseMs) => {
      const isClaimed = (await redis.set(key, 'claimed', 'PX', leaseMs, 'NX')) === 'OK'
      return isClaimed ? { state: 'claimed', token: '' } : { state: 'done' }
    },
    complete: async (key, _token, poorer) => {
      const commands = redis.multi()
      for (const each of [key, ...poorer]) commands.set(each, 'done', 'PX', dayMs)
      await commands.exec()
    },
    release: async (key) => {
      await redis.del(key)
    },
  }
}
