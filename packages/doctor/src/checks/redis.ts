/**
 * Redis: is it there, does a store work in it, and does it forget.
 * Leaves nothing behind.
 *
 * @module
 */
import { createRedisDeduplication, StoreError } from '@paystablecoin/stores/redis'
import { loadLibrary } from '../libraries.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { codeOf } from './connection.ts'

/** What is needed of a client of `ioredis`. */
interface RedisClient {
  readonly connect: () => Promise<unknown>
  readonly eval: (script: string, count: number, ...rest: string[]) => Promise<unknown>
  readonly info: (section: string) => Promise<string>
  readonly config: (command: 'GET', name: string) => Promise<unknown>
  readonly on: (event: 'error', listener: (error: unknown) => void) => unknown
  readonly disconnect: () => void
}

type OpenRedis = new (url: string, options: object) => RedisClient

/** Checks Redis, when there is a connection string. */
export async function checkRedis(settings: Settings): Promise<readonly Finding[]> {
  const { redisUrl = '', projectFolder, timeoutMs } = settings
  if (redisUrl === '') return [find('redis', 'redis-not-set')]
  const Redis = (await loadLibrary('ioredis', projectFolder)) as OpenRedis | undefined
  if (Redis === undefined) return [find('redis', 'redis-no-driver')]
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let lost: unknown
  // The connection's own error says more than that of the command.
  client.on('error', (error) => (lost = error))
  try {
    await client.connect()
    return [await checkClaim(client), ...(await checkMemory(client))]
  } catch (error) {
    return [find('redis', 'redis-unreachable', redisCodeOf(lost ?? error))]
  } finally {
    client.disconnect()
  }
}

async function checkClaim(client: RedisClient): Promise<Finding> {
  const store = createRedisDeduplication({
    evaluate: (script, keys, args) => client.eval(script, keys.length, ...keys, ...args),
  })
  const key = `doctor:${crypto.randomUUID()}`
  try {
    const claim = await store.claim(key, 60_000)
    if (claim.state === 'claimed') await store.release(key, claim.token)
    return find('redis', 'redis-usable')
  } catch (error) {
    if (error instanceof StoreError) return find('redis', 'redis-unusable', error.code)
    throw error
  }
}

async function checkMemory(client: RedisClient): Promise<readonly Finding[]> {
  try {
    const info = `${await client.info('memory')}\n${await client.info('persistence')}`
    const fsync = JSON.stringify(await client.config('GET', 'appendfsync'))
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
    const keeps = policy === 'noeviction' ? 'redis-keeps' : 'redis-evicts'
    return [find('redis', keeps, policy), judgePersistence(info, fsync)]
  } catch (error) {
    return [find('redis', 'redis-unknown', redisCodeOf(error))]
  }
}

function judgePersistence(info: string, fsync: string): Finding {
  if (!/^aof_enabled:1/m.test(info)) return find('redis', 'redis-volatile')
  return find('redis', fsync.includes('always') ? 'redis-durable' : 'redis-last-second')
}

/** Node's code, or the word that an error of Redis begins with. */
function redisCodeOf(error: unknown): string {
  const { message }: { readonly message?: unknown } = Object(error)
  return /^[A-Z]{2,}\b/.exec(String(message))?.[0] ?? codeOf(error)
}
