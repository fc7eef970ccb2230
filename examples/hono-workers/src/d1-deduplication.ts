/**
 * Which events were handled, in D1: a Worker runs in many isolates, each with its own memory.
 *
 * @module
 */
import type { DeduplicationStore } from '@paystablecoin/hono'

const CLAIM = `INSERT INTO claims (key, token, lease_until) VALUES (?1, ?2, ?3)
  ON CONFLICT (key) DO UPDATE SET token = excluded.token, lease_until = excluded.lease_until
  WHERE done = 0 AND lease_until <= ?4
  RETURNING token`

/** A store over the table `claims`. */
export function createD1Deduplication(db: D1Database): DeduplicationStore {
  return {
    claim: async (key, leaseMs) => {
      const [token, nowMs] = [crypto.randomUUID(), Date.now()]
      const claimed = await db
        .prepare(CLAIM)
        .bind(key, token, nowMs + leaseMs, nowMs)
        .first()
      if (claimed !== null) return { state: 'claimed', token }
      const found = db.prepare('SELECT done FROM claims WHERE key = ?1').bind(key)
      return (await found.first<number>('done')) === 1 ? { state: 'done' } : { state: 'in-flight' }
    },
    complete: async (key, token) => {
      const done = db.prepare('UPDATE claims SET done = 1 WHERE key = ?1 AND token = ?2')
      await done.bind(key, token).run()
    },
    release: async (key, token) => {
      const release = db.prepare('DELETE FROM claims WHERE key = ?1 AND token = ?2 AND done = 0')
      await release.bind(key, token).run()
    },
  }
}
