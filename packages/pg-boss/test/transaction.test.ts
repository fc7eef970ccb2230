/**
 * The handler's transaction is the one in which the job completes: what it wrote is there once, or not at all.
 *
 * @module
 */
import { PGlite } from '@electric-sql/pglite'
import { createWebhookReceiver, signWebhook } from '@paystablecoin/core'
import type { InboxProblem, WebhookEvent } from '@paystablecoin/core'
import { fromPglite, PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPgBossInbox } from '../src/index.ts'
import type { PgBossInbox } from '../src/index.ts'
import { pgliteTransaction } from './support/open-pglite.ts'

const SECRET = 'a-secret-of-this-test'

describe('work', () => {
  const pglite = new PGlite()
  const boss = new PgBoss({ db: fromPglite(pglite), backend: 'pglite' })
  const problems: InboxProblem[] = []
  let inbox: PgBossInbox

  beforeAll(async () => {
    await pglite.exec('CREATE TABLE effects (id text, attempt integer)')
    inbox = createPgBossInbox(boss, {
      onError: (problem) => void problems.push(problem),
      retryLimit: 3,
    })
    await inbox.start()
    await inbox.work(
      async (event, { tx, attempt }) => {
        await tx.query('INSERT INTO effects VALUES ($1, $2)', [orderOf(event), attempt])
        if (orderOf(event) === 'THROWS' && attempt === 1) throw new Error('after its effect')
        if (orderOf(event) === 'BREAKS' && attempt === 1) {
          // Swallowed, as handlers do: the transaction is aborted all the same.
          await tx.query('SELECT 1/0').catch(() => undefined)
        }
        if (orderOf(event) === 'TAKEN' && attempt === 1) await takeAway(tx)
      },
      { transaction: pgliteTransaction(pglite) },
    )
  })

  afterAll(async () => {
    await inbox.stop()
    await boss.stop({ graceful: false })
  })

  function orderOf(event: WebhookEvent): string {
    return event.kind === 'payment' ? event.data.merchantOrderId : event.kind
  }

  // What a monitor does with a job whose worker gave no sign of life, and another worker after it.
  async function takeAway(tx: { query: (text: string) => Promise<unknown> }): Promise<void> {
    await tx.query(
      `UPDATE pgboss.job SET retry_count = retry_count + 1 WHERE name = 'paystablecoin' AND state = 'active'`,
    )
  }

  async function receive(merchantOrderId: string): Promise<number> {
    const receiver = createWebhookReceiver({ apiSecret: SECRET, inbox })
    const timestamp = String(Date.now())
    const body = JSON.stringify({
      merchantOrderId,
      status: 'SUCCEEDED',
      paymentOrderId: 'PAY_1',
      orderAmount: { value: '1.00', currency: 'USD' },
    })
    const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
    const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
    return (await receiver.receive({ headers, body, path: '/', context: undefined })).status
  }

  async function effectsOf(id: string): Promise<number[]> {
    const { rows } = await pglite.query<{ attempt: number }>(
      'SELECT attempt FROM effects WHERE id = $1',
      [id],
    )
    return rows.map(({ attempt }) => attempt)
  }

  it.each([
    ['GOOD', 1],
    ['THROWS', 2],
    ['BREAKS', 2],
    ['TAKEN', 2],
  ])('leaves one effect of %s, of try %i', async (id, attempt) => {
    expect(await receive(id)).toBe(200)
    await vi.waitUntil(async () => (await effectsOf(id)).length > 0, { timeout: 60_000 })
    expect(await receive(id)).toBe(200)
    expect(await receive(`${id}_AFTER`)).toBe(200)
    await vi.waitUntil(async () => (await effectsOf(`${id}_AFTER`)).length > 0, { timeout: 60_000 })
    expect(await effectsOf(id)).toEqual([attempt])
  })

  it('reports why an effect was rolled back', () => {
    const errors = problems.map(({ outcome, error }) => `${outcome}: ${String(error)}`)
    expect(errors).toEqual([
      expect.stringMatching(/^failed: Error: after its effect/),
      expect.stringMatching(/^failed: .*transaction/),
      expect.stringMatching(/^failed: Error: The event is no longer this worker’s/),
    ])
  })
})
