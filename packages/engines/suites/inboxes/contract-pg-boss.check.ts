import { describeInbox } from '@paystablecoin/adapter-contract/inbox'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll } from 'vitest'
import { startPgBouncer, startPostgres } from '../../src/servers/index.ts'

const server = await startPostgres()
const bouncer = await startPgBouncer(server)

afterAll(async () => {
  await bouncer.stop()
  await server.stop()
})

describeOn('pg-boss', server.url, true)
describeOn('pg-boss through PgBouncer', bouncer.url, false)

function describeOn(name: string, url: string, useListenNotify: boolean): void {
  describeInbox(name, async ({ queue, retryLimit, onError, hooks }) => {
    const pool = new Pool({ connectionString: url, max: 6 })
    const boss = new PgBoss({ connectionString: url, max: 4, useListenNotify })
    const inbox = createPgBossInbox(boss, { queue, retryLimit, onError, hooks })
    await inbox.start()
    return {
      inbox,
      work: (onEvent) => inbox.work({ transaction: pgTransaction(pool) }, onEvent),
      async close() {
        await inbox.stop()
        await boss.stop({ graceful: false })
        await pool.end()
      },
    }
  })
}
