/**
 * The dead whose job pg-boss has deleted, and the entries that no worker has come to yet.
 *
 * @module
 */
import { PGlite } from '@electric-sql/pglite'
import type { DeadEntry, InboxEntry } from '@paystablecoin/core'
import { fromPglite, PgBoss } from 'pg-boss'
import { afterAll, expect, it, vi } from 'vitest'
import { createPgBossInbox } from '../src/index.ts'
import { toJobId } from '../src/job-id.ts'

const boss = new PgBoss({ db: fromPglite(new PGlite()), backend: 'pglite' })

afterAll(() => boss.stop({ graceful: false }))

function entry(key: string): InboxEntry {
  const [id, namespace, subject, rawBody] = [key, '', '', '{}']
  const facts = { v: 1, key, id, namespace, subject, rawBody, receivedAtMs: 0, ref: key } as const
  // The order of a query that is no order: dead at once.
  return { ...facts, kind: 'payment', source: 'query' }
}

async function findDead(queue: string): Promise<DeadEntry | undefined> {
  for await (const dead of createPgBossInbox(boss, { queue }).dead()) return dead
  return undefined
}

it('replays an entry whose job is deleted already, under the same key', async () => {
  const inbox = createPgBossInbox(boss, { queue: 'gone', onError: () => undefined })
  await inbox.start()
  await inbox.put(entry('key'))
  await inbox.workAtLeastOnce({}, () => undefined)
  await vi.waitUntil(() => findDead('gone'), { timeout: 20_000 })
  await inbox.stop()
  await boss.deleteJob('gone', toJobId('key'))
  expect(await inbox.replay(toJobId('key'))).toBe(true)
  expect(await boss.findJobs('gone')).toMatchObject([
    { id: toJobId('key'), data: entry('key'), state: 'created' },
  ])
  expect(await findDead('gone')).toBeUndefined()
})

async function openDead(queue: string) {
  const inbox = createPgBossInbox(boss, { queue, onError: () => undefined })
  await inbox.start()
  await inbox.put(entry('key'))
  await inbox.workAtLeastOnce({}, () => undefined)
  await vi.waitUntil(() => findDead(queue), { timeout: 20_000 })
  return inbox
}

it('lists nothing that a replay left behind when it broke off, and replays what died again once', async () => {
  const inbox = await openDead('broken')
  const id = toJobId('key')
  // Between its two steps.
  await boss.retry('broken', id)
  expect(await findDead('broken')).toBeUndefined()
  await vi.waitUntil(() => findDead('broken'), { timeout: 20_000 })
  await inbox.stop()
  const listed = []
  for await (const dead of inbox.dead()) listed.push(dead.id)
  expect(listed).toEqual([id])
  expect(await inbox.replay(id)).toBe(true)
  expect(await boss.findJobs('broken_dead')).toEqual([])
  expect(await inbox.replay(id)).toBe(false)
})

it('lists nothing whose key was forgotten and whose resend was handled since', async () => {
  const inbox = await openDead('resent')
  await inbox.stop()
  const id = toJobId('key')
  await boss.deleteJob('resent', id)
  await inbox.put(entry('key'))
  expect(await findDead('resent')).toBeUndefined()
  expect(await inbox.replay(id)).toBe(false)
})

it('keeps what no worker has come to for 90 days, however soon handled keys are forgotten', async () => {
  await createPgBossInbox(boss, { queue: 'short', keepKeysMs: 1000 }).start()
  for (const queue of ['short', 'short_dead']) {
    expect((await boss.getQueue(queue))?.retentionSeconds).toBe(90 * 86_400)
  }
})
