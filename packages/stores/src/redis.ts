/**
 * The store on Redis 5 or newer: one script for each operation, the server's clock.
 * Must not know a client.
 *
 * @module
 */
import { toDeduplication } from './engine.ts'
import { run, toCaller } from './run.ts'
import type {
  ClaimResult,
  SharedDeduplication,
  SharedDeduplicationOptions,
} from './shared-deduplication.ts'
import { StoreError } from './store-error.ts'
import type { StoreOperation } from './store-error.ts'

export { StoreError }
export type { ClaimResult, SharedDeduplication, SharedDeduplicationOptions, StoreOperation }

/** How the store reaches Redis. */
export interface RedisDeduplicationOptions extends SharedDeduplicationOptions {
  /** Runs a script: `(script, keys, args) => redis.eval(script, keys.length, ...keys, ...args)` with ioredis. */
  readonly evaluate: (script: string, keys: string[], args: string[]) => Promise<unknown>
  /**
   * What all keys begin with. The part in braces is what Redis Cluster finds the server by: it must be there, since a script's keys
   * must be on one server. @default '{paystablecoin}:'
   */
  readonly prefix?: string | undefined
}

// A value is `<end in ms>:<token>` while it is claimed, and `done` afterwards.
const NOW = `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)
local set = function(key) redis.call('SET', key, string.format('%.0f', now + ARGV[2]) .. ':' .. ARGV[1], 'PX', ARGV[2] + ARGV[3]) end
`
const HELD = `local v = redis.call('GET', KEYS[1])
if not v or string.match(v, '^%d+:(.*)$') ~= ARGV[1] then return end
`

// Token, lease, ttl. A lease that has ended stays for a ttl, so that a slow holder may still complete.
const CLAIM = `${NOW}local v = redis.call('GET', KEYS[1])
if v == 'done' then return v end
local ends = v and string.match(v, '^(%d+):')
if v and not ends then return 'other' end
if v and tonumber(ends) > now then return 'in-flight' end
set(KEYS[1])
return 'claimed'`

// Token, ttl.
const COMPLETE = `${HELD}for _, key in ipairs(KEYS) do redis.call('SET', key, 'done', 'PX', ARGV[2]) end`

// Token.
const RELEASE = `${HELD}redis.call('DEL', KEYS[1])`

// Token, lease, ttl.
const EXTEND = `${HELD}${NOW}set(KEYS[1])`

/**
 * A deduplication store in Redis, for all instances that use the same one. Redis forgets expired keys by itself; it must not evict
 * others (`maxmemory-policy noeviction`).
 *
 * @throws {TypeError} Names the option that is wrong.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { createRedisDeduplication } from '@paystablecoin/stores/redis'
 * import { Redis } from 'ioredis'
 *
 * const redis = new Redis('redis://127.0.0.1', { maxRetriesPerRequest: 1 })
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   merchantId: '1000',
 *   deduplication: createRedisDeduplication({
 *     evaluate: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args),
 *   }),
 *   onEvent: (event) => console.log(event.kind),
 * })
 * ```
 */
export function createRedisDeduplication(options: RedisDeduplicationOptions): SharedDeduplication {
  const { evaluate, prefix = '{paystablecoin}:' } = options
  const { caller, ttlMs } = toCaller('evaluate', options)
  if (!/\{.+?\}/.test(prefix)) throw new TypeError('prefix must have a part in {braces}')

  function send(
    operation: StoreOperation,
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
    undo?: () => unknown,
  ): Promise<unknown> {
    const prefixed = keys.map((key) => prefix + key)
    return run(caller, operation, () => evaluate(script, prefixed, args.map(String)), undo)
  }

  function release(key: string, token: string): Promise<unknown> {
    return send('release', RELEASE, [key], [token])
  }

  return toDeduplication({
    claim: async (key, token, leaseMs) => {
      const state = await send('claim', CLAIM, [key], [token, leaseMs, ttlMs], () =>
        release(key, token),
      )
      if (state === 'claimed' || state === 'in-flight' || state === 'done') return state
      if (state !== 'other') throw new TypeError("evaluate must resolve with the script's result")
      const advice = `Keys that begin with ${prefix} are of another version. Use another \`prefix\``
      throw new StoreError('claim', advice)
    },
    complete: (key, token, poorer) => send('complete', COMPLETE, [key, ...poorer], [token, ttlMs]),
    release,
    extend: (key, token, leaseMs) => send('extend', EXTEND, [key], [token, leaseMs, ttlMs]),
  })
}
