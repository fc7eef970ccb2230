import { describeStore } from '@paystablecoin/adapter-contract/stores/vitest'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll } from 'vitest'
import { startRedis } from '../../src/servers/index.ts'

const server = await startRedis()
const ioredis = new Redis(server.url)
const nodeRedis = createClient({ url: server.url })
await nodeRedis.connect()

afterAll(async () => {
  ioredis.disconnect()
  nodeRedis.destroy()
  await server.stop()
})

describeStore(
  'ioredis',
  (options) =>
    createRedisDeduplication({
      ...options,
      evaluate: (script, keys, args) => ioredis.eval(script, keys.length, ...keys, ...args),
    }),
  { hasSweep: false },
)

describeStore(
  'node-redis',
  (options) =>
    createRedisDeduplication({
      ...options,
      evaluate: (script, keys, args) => nodeRedis.eval(script, { keys, arguments: args }),
    }),
  { hasSweep: false },
)
