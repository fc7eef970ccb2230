/**
 * The inbox: a queue that verified events wait in, and the consumer that handles each of them once.
 * Must not know HTTP or signatures, nor what an event means.
 *
 * @module
 */
import { tryInboxEntry } from '@paystablecoin/core'
import type { Inbox, WebhookEvent } from '@paystablecoin/core'
import { createClient } from '@paystablecoin/hono'
import { toClientOptions } from './bindings.ts'
import type { Bindings } from './bindings.ts'

const KEPT_MS = 30 * 86_400_000

/** The statements that an event causes. They commit together with its key, or not at all. */
export type ToEffects = (db: D1Database, event: WebhookEvent) => readonly D1PreparedStatement[]

/** Puts events into the queue. A webhook is answered 200 once `send` has resolved. */
export function createQueueInbox(env: Bindings): Inbox {
  return {
    put: async (entry) => {
      await env.QUEUE.send(entry)
    },
  }
}

/**
 * Handles a batch of the queue. What fails is tried again; after `max_retries` it goes to the dead letter queue. What cannot be
 * read goes there at once.
 */
export async function consume(
  { messages }: MessageBatch,
  env: Bindings,
  toEffects: ToEffects,
): Promise<void> {
  const parts = {
    inbox: createQueueInbox(env),
    resolveUnknown: createClient(toClientOptions(env)),
    handle: (event: WebhookEvent, namespace: string) =>
      runOnce(env.DB, JSON.stringify([namespace, event.id]), toEffects(env.DB, event)),
  }
  for (const message of messages) {
    // Which try is the last is the queue's business: see `max_retries`, and `keepDead`.
    const attempt = { entry: message.body, attempt: message.attempts, isLast: false }
    const { state } = await tryInboxEntry(attempt, parts)
    if (state === 'dead') await env.DEAD_QUEUE.send(message.body)
    if (state === 'retry') message.retry()
    else message.ack()
  }
}

// A D1 batch is one transaction: where the key is known, the effects are not committed again.
async function runOnce(
  db: D1Database,
  key: string,
  effects: readonly D1PreparedStatement[],
): Promise<void> {
  const insertKey = db.prepare('INSERT INTO handled_events (key, at_ms) VALUES (?1, ?2)')
  try {
    const [, ...results] = await db.batch([insertKey.bind(key, Date.now()), ...effects])
    if (results.some(({ meta }) => meta.changes === 0)) {
      console.warn('an event of an order that is not in the database', key)
    }
  } catch (error) {
    if (!String(error).includes('UNIQUE constraint failed: handled_events.key')) throw error
  }
}

/** Forgets the keys of events that nobody sends again. */
export async function sweep(db: D1Database): Promise<void> {
  const forget = db.prepare('DELETE FROM handled_events WHERE at_ms < ?1')
  await forget.bind(Date.now() - KEPT_MS).run()
}

/** Keeps dead letters in D1, because their queue forgets them after a day, and writes a line for each. */
export async function keepDead({ messages }: MessageBatch, { DB }: Bindings): Promise<void> {
  const keep = DB.prepare(
    'INSERT OR IGNORE INTO dead_letters (id, body, at_ms) VALUES (?1, ?2, ?3)',
  )
  for (const { id, body } of messages) {
    await keep.bind(id, JSON.stringify(body), Date.now()).run()
    console.error('a dead letter: no effect of it was recorded', id)
  }
}

/** Puts the dead letters that somebody marked back into the queue. One that is sent twice is still handled once, by its key. */
export async function replayDead({ DB, QUEUE }: Bindings): Promise<void> {
  const marked = DB.prepare('SELECT id, body FROM dead_letters WHERE replay = 1 LIMIT 100')
  const remove = DB.prepare('DELETE FROM dead_letters WHERE id = ?1')
  for (const { id, body } of (await marked.all<{ id: string; body: string }>()).results) {
    await QUEUE.send(JSON.parse(body))
    await remove.bind(id).run()
  }
}
