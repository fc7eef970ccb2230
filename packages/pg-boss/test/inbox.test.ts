/**
 * What is pg-boss's own: options, ids, the inserts of many puts, and a database that is away.
 *
 * @module
 */
import { PGlite } from '@electric-sql/pglite'
import { signWebhook, toInboxEntry, verifyWebhook } from '@paystablecoin/core'
import type { InboxEntry, InboxProblem } from '@paystablecoin/core'
import { fromPglite, PgBoss } from 'pg-boss'
import { describe, expect, it, vi } from 'vitest'
import { createPgBossInbox } from '../src/index.ts'
import { toJobId } from '../src/job-id.ts'
import { createPut } from '../src/put.ts'

const UNREACHABLE = 'postgres://shop:hush-hush@127.0.0.1:1/shop'

async function entry(id: string): Promise<InboxEntry> {
  const [body, timestamp] = [JSON.stringify({ id }), String(Date.now())]
  const signature = await signWebhook({ body, timestamp, scheme: 'body' }, 'secret-of-a-test')
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const event = await verifyWebhook({ headers, body }, { apiSecret: 'secret-of-a-test' })
  return toInboxEntry(event, '', Date.now())
}

describe('toJobId', () => {
  it('is a UUID of version 8 that the key alone decides', () => {
    expect(toJobId('["",["payment","ORDER_1"]]')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(toJobId('a')).toBe(toJobId('a'))
    expect(toJobId('a')).not.toBe(toJobId('b'))
  })
})

describe('createPut', () => {
  it('inserts at once what comes alone, and together what came meanwhile', async () => {
    const batches: number[] = []
    const finishing: (() => void)[] = []
    const put = createPut(async (jobs) => {
      batches.push(jobs.length)
      await new Promise<void>((resolve) => finishing.push(resolve))
    })
    const first = put(await entry('1'))
    await vi.waitUntil(() => finishing.length === 1)
    const others = [put(await entry('2')), put(await entry('3')), put(await entry('2'))]
    finishing[0]?.()
    await first
    await vi.waitUntil(() => finishing.length === 2)
    finishing[1]?.()
    await Promise.all(others)
    expect(batches).toEqual([1, 2])
  })

  it('does not wait for ever behind an insert that never ends', async () => {
    let isHanging = true
    const put = createPut(() => (isHanging ? new Promise(() => undefined) : Promise.resolve()), 20)
    void put(await entry('1'))
    await vi.waitUntil(() => true)
    isHanging = false
    await put(await entry('2'))
  })

  it('rejects each put of an insert that fails, and none after it', async () => {
    let isAway = true
    const put = createPut(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()))
    const one = await entry('1')
    await expect(put(one)).rejects.toThrow('away')
    isAway = false
    await put(one)
  })
})

describe('createPgBossInbox', () => {
  const boss = new PgBoss(UNREACHABLE)

  it.each([
    [{ queue: '' }, /^queue /],
    [{ keepKeysMs: 0 }, /^keepKeysMs /],
    [{ retryLimit: -1 }, /^retryLimit /],
    [{ retryLimit: 1.5 }, /^retryLimit /],
    [{ retryDelayMaxMs: Infinity }, /^retryDelayMaxMs /],
    [{ heartbeatMs: 9_999 }, /^heartbeatMs /],
    [{ handlerTimeoutMs: Number.NaN }, /^handlerTimeoutMs /],
    [{ onError: 'log' }, /^onError /],
  ])('names the option that is wrong: %j', (options, message) => {
    expect(() => createPgBossInbox(boss, Object(options))).toThrow(message)
  })

  it.each([[3], [4.5], [Infinity]])('names concurrency when it is %d', async (concurrency) => {
    const inbox = createPgBossInbox(boss)
    await expect(inbox.workAtLeastOnce({ concurrency }, () => undefined)).rejects.toThrow(
      /^concurrency /,
    )
  })

  it('rejects a put before the start, and says so, without the password', async () => {
    const inbox = createPgBossInbox(boss)
    const error: unknown = await inbox.put(await entry('1')).catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/queue "paystablecoin".*Nothing is lost.*inbox\.start\(\)/)
    expect(String(error)).not.toContain('hush-hush')
    await expect(inbox.start()).rejects.toThrow()
  })

  it('reports what pg-boss emits, where nobody else listens', async () => {
    const problems: InboxProblem[] = []
    const [heard, silent] = [new PgBoss(UNREACHABLE), new PgBoss(UNREACHABLE)]
    const onError = (problem: InboxProblem): void => void problems.push(problem)
    const error = new Error('the connection is gone')
    silent.on('error', () => undefined)
    for (const one of [heard, silent]) {
      await createPgBossInbox(one, { onError })
        .start()
        .catch(() => undefined)
      one.emit('error', error)
    }
    await vi.waitUntil(() => problems.some((problem) => problem.error === error))
    expect(problems.filter((problem) => problem.error === error)).toEqual([
      { outcome: 'unavailable', error, event: undefined },
    ])
  })

  it('rejects a queue of that name that is no inbox', async () => {
    const other = new PgBoss({ db: fromPglite(new PGlite()), backend: 'pglite' })
    await other.start()
    await other.createQueue('mails', { policy: 'short' })
    await expect(createPgBossInbox(other, { queue: 'mails' }).start()).rejects.toThrow(
      /queue "mails" that is no inbox/,
    )
    await other.stop({ graceful: false })
  })
})
