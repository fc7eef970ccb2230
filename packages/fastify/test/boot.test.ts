/**
 * What the plugin is to Fastify, and what it refuses at boot.
 *
 * @module
 */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import plugin, { paystablecoin } from '../src/index.ts'
import type { PayStablecoinOptions } from '../src/index.ts'
import { CLIENT_OPTIONS } from './_setup.ts'

describe('boot', () => {
  it('is its own default export, for register(import(…))', async () => {
    expect(plugin).toBe(paystablecoin)
    const app = Fastify()
    await app.register(import('../src/index.ts'), CLIENT_OPTIONS)
    expect(app.hasDecorator('paystablecoin')).toBe(true)
    expect(app.hasPlugin('@paystablecoin/fastify')).toBe(true)
  })

  it('is for Fastify 5, and refuses another', async () => {
    const app = Fastify()
    Object.defineProperty(app, 'version', { value: '6.0.0' })
    app.register(paystablecoin, CLIENT_OPTIONS)
    await expect(app.ready()).rejects.toThrow(/expected '5\.x' fastify version/)
  })

  const onEvent = (): void => undefined
  const wrongOptions: readonly [string, PayStablecoinOptions, RegExp][] = [
    ['a merchant id that is none', { ...CLIENT_OPTIONS, merchantId: '' }, /merchantId/],
    ['an empty secret', { ...CLIENT_OPTIONS, apiSecret: '' }, /apiSecret/],
    [
      'a negative limit',
      { ...CLIENT_OPTIONS, webhook: { path: '/webhook', onEvent, maxBodyBytes: -1 } },
      /maxBodyBytes/,
    ],
    [
      'a time-out that is no number',
      { ...CLIENT_OPTIONS, webhook: { path: '/webhook', onEvent, idleTimeoutMs: Number('10s') } },
      /idleTimeoutMs/,
    ],
    [
      'a path without a slash',
      { ...CLIENT_OPTIONS, webhook: { path: 'webhook', onEvent } },
      /first character of a path/,
    ],
  ]
  it.each(wrongOptions)('fails at boot for %s', async (_name, options, message) => {
    const app = Fastify()
    app.register(paystablecoin, options)
    await expect(app.ready()).rejects.toThrow(message)
  })

  it('fails at boot when it comes twice in one scope', async () => {
    const app = Fastify()
    app.register(paystablecoin, CLIENT_OPTIONS)
    app.register(paystablecoin, CLIENT_OPTIONS)
    await expect(app.ready()).rejects.toThrow(/paystablecoin.*already/)
  })
})
