import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import {
  findMissingServers,
  HOW_TO_INSTALL,
  startPgBouncer,
  startPostgres,
  startRedis,
} from '../src/servers/index.ts'

const BUILT = new URL('../dist/servers/index.js', import.meta.url).href

describe('a server', () => {
  it('keeps its data and its port through a kill: PostgreSQL', async () => {
    const server = await startPostgres()
    await query(server.url, 'create table kept (id int); insert into kept values (1)')
    await server.kill()
    expect(await isListening(server.port)).toBe(false)
    await server.start()
    expect(await query(server.url, 'select * from kept')).toEqual([{ id: 1 }])
    await server.stop()
    expect(await isListening(server.port)).toBe(false)
  })

  it('keeps its data and its port through a kill: Redis', async () => {
    const server = await startRedis({ appendfsync: 'always' })
    expect(await command(server.url, (redis) => redis.set('kept', '1'))).toBe('OK')
    await server.kill()
    await server.start()
    expect(await command(server.url, (redis) => redis.get('kept'))).toBe('1')
    await server.stop()
  })

  it('is reached through PgBouncer, also after PostgreSQL was killed', async () => {
    const postgres = await startPostgres()
    const bouncer = await startPgBouncer(postgres)
    expect(await query(bouncer.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await postgres.kill()
    await postgres.start()
    await bouncer.kill()
    await bouncer.start()
    expect(await query(bouncer.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await Promise.all([bouncer.stop(), postgres.stop()])
  })

  it.each(['startPostgres', 'startRedis'])(
    'ends with the process that started it, even by SIGKILL: %s',
    async (start) => {
      const script = `import { ${start} } from '${BUILT}'; console.log((await ${start}()).port)`
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script])
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const port = Number(line.toString())
      expect(await isListening(port)).toBe(true)
      child.kill('SIGKILL')
      await expect.poll(() => isListening(port), { timeout: 10_000 }).toBe(false)
    },
  )
})

describe('the programs', () => {
  it('are all installed here', async () => {
    expect(await findMissingServers()).toEqual([])
  })

  it('that are missing are named', async () => {
    const missing = await findMissingServers(['/nowhere'])
    expect(missing).toEqual(['initdb', 'postgres', 'pgbouncer', 'redis-server'])
    expect(HOW_TO_INSTALL).toContain('apt-get install')
  })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function command<Result>(
  url: string,
  run: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis(url)
  try {
    return await run(redis)
  } finally {
    redis.disconnect()
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
