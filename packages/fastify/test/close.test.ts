/**
 * What `app.close()` waits for, how long, and what is still open meanwhile.
 *
 * @module
 */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import { RECEIVED, SECRET, sendWebhook } from './support/fixtures.ts'

const receive = async () => ({ status: 200, headers: {}, body: '' })

describe('close', () => {
  it('gives the handlers 10 seconds to finish by default', async () => {
    const waits: unknown[] = []
    const receiver = { receive, idle: async (options: unknown) => void waits.push(options) }
    const app = Fastify()
    await app.register(paystablecoinWebhook, { path: '/', receiver })
    await app.close()
    expect(waits).toEqual([{ timeoutMs: 10_000 }])
  })

  it('rejects when the handlers take longer than idleTimeoutMs', async () => {
    let finish = (): void => undefined
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    const app = Fastify()
    await app.register(paystablecoinWebhook, {
      path: '/webhook',
      apiSecret: SECRET,
      idleTimeoutMs: 1,
      onEvent: () => finished,
    })
    const origin = await app.listen({ host: '127.0.0.1', port: 0 })
    expect(await sendWebhook(`${origin}/webhook`)).toEqual(RECEIVED)
    await expect(app.close()).rejects.toThrow(/still being handled/)
    finish()
  })

  it('closes what was registered before the plugin only after the handlers have finished', async () => {
    const order: string[] = []
    const closes = (name: string) => async () => void order.push(name)
    const receiver = { receive, idle: closes('the handlers') }
    const app = Fastify()
    app.addHook('onClose', closes('before'))
    await app.register(paystablecoinWebhook, { path: '/', receiver })
    app.addHook('onClose', closes('after'))
    await app.close()
    expect(order).toEqual(['after', 'the handlers', 'before'])
  })
})
