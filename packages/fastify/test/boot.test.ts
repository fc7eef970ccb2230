/**
 * What the plugins are to Fastify, and what they reject at boot.
 *
 * @module
 */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import plugin, { paystablecoin, paystablecoinWebhook } from '../src/index.ts'
import type { PayStablecoinOptions, PayStablecoinWebhookOptions } from '../src/index.ts'
import { CLIENT_OPTIONS, recordWebhooks } from './support/fixtures.ts'

const { webhook: WEBHOOK } = recordWebhooks()

describe('paystablecoin', () => {
  it('is the default export, for register(import(…))', async () => {
    expect(plugin).toBe(paystablecoin)
    const app = Fastify()
    await app.register(import('../src/index.ts'), CLIENT_OPTIONS)
    expect(app.hasDecorator('paystablecoin')).toBe(true)
    expect(app.hasRequestDecorator('paystablecoin')).toBe(true)
    expect(app.hasPlugin('@paystablecoin/fastify')).toBe(true)
  })

  it('is for Fastify 5, and rejects another', async () => {
    const app = Fastify()
    Object.defineProperty(app, 'version', { value: '6.0.0' })
    app.register(paystablecoin, CLIENT_OPTIONS)
    await expect(app.ready()).rejects.toThrow(/expected '5\.x' fastify version/)
  })

  const wrongOptions: readonly [string, PayStablecoinOptions, RegExp][] = [
    ['an empty merchant id', { ...CLIENT_OPTIONS, merchantId: '' }, /merchantId/],
    ['an empty secret', { ...CLIENT_OPTIONS, apiSecret: '' }, /apiSecret/],
  ]
  it.each(wrongOptions)('fails at boot for %s', async (_name, options, message) => {
    const app = Fastify()
    app.register(paystablecoin, options)
    await expect(app.ready()).rejects.toThrow(message)
  })

  it('fails at boot when it is registered twice in one scope', async () => {
    const app = Fastify()
    app.register(paystablecoin, CLIENT_OPTIONS)
    app.register(paystablecoin, CLIENT_OPTIONS)
    await expect(app.ready()).rejects.toThrow(/paystablecoin.*already/)
  })
})

describe('paystablecoinWebhook', () => {
  it('is for Fastify 5, and rejects another', async () => {
    const app = Fastify()
    Object.defineProperty(app, 'version', { value: '6.0.0' })
    app.register(paystablecoinWebhook, WEBHOOK)
    await expect(app.ready()).rejects.toThrow(/expected '5\.x' fastify version/)
  })

  const wrongOptions: readonly [string, PayStablecoinWebhookOptions, RegExp][] = [
    ['an empty secret', { ...WEBHOOK, apiSecret: '' }, /apiSecret/],
    ['a negative limit', { ...WEBHOOK, maxBodyBytes: -1 }, /maxBodyBytes/],
    ['a time-out that is no number', { ...WEBHOOK, idleTimeoutMs: Number('10s') }, /idleTimeoutMs/],
    ['a path without a slash', { ...WEBHOOK, path: 'webhook' }, /first character of a path/],
  ]
  it.each(wrongOptions)('fails at boot for %s', async (_name, options, message) => {
    const app = Fastify()
    app.register(paystablecoinWebhook, options)
    await expect(app.ready()).rejects.toThrow(message)
  })

  it('fails at boot when two are registered with the same path', async () => {
    const app = Fastify()
    app.register(paystablecoinWebhook, WEBHOOK)
    app.register(paystablecoinWebhook, WEBHOOK)
    await expect(app.ready()).rejects.toThrow(/already declared/)
  })
})
