import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as core from '../src/index.ts'
import * as webhooks from '../src/webhooks.ts'

const SRC = new URL('../src/', import.meta.url)
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
)
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const run = promisify(execFile)

describe('the entry @paystablecoin/core/webhooks', () => {
  it('gives what receiving needs, and no client', () => {
    expect(Object.keys(webhooks).toSorted()).toEqual([
      'BodyError',
      'DeliveryError',
      'IdleTimeoutError',
      'InboxEntryError',
      'MalformedEventError',
      'MerchantMismatchError',
      'OverloadError',
      'PayStablecoinError',
      'SignatureError',
      'advanceOrderStatus',
      'checkPayment',
      'coversAmount',
      'createMemoryDeduplication',
      'createWebhookReceiver',
      'createWebhookRequest',
      'explainSignature',
      'isAmount',
      'isBodyError',
      'isDeliveryError',
      'isFinalStatus',
      'isIdleTimeoutError',
      'isInboxEntryError',
      'isKnownStatus',
      'isMalformedEventError',
      'isMerchantMismatchError',
      'isOverloadError',
      'isPayStablecoinError',
      'isSignatureError',
      'readInboxEntry',
      'reportInboxProblem',
      'sameAmount',
      'signWebhook',
      'systemClock',
      'toInboxEntry',
      'toLogFields',
      'toNodeHandler',
      'tryInboxEntry',
      'verifyWebhook',
    ])
  })

  it('gives the very same things as the whole entry', () => {
    expect({ ...core, ...webhooks }).toEqual({ ...webhooks, ...core })
    for (const [name, value] of Object.entries(webhooks)) {
      expect(Object.entries(core).find(([key]) => key === name)?.[1]).toBe(value)
    }
  })
})

describe('the entries', () => {
  it('name what they export, but for the whole entry passing on the other', () => {
    expect(read('../src/webhooks.ts')).not.toMatch(/export \*|export default/)
    expect(read('../src/index.ts').match(/export \*.*|export default.*/g)).toEqual([
      "export * from './webhooks.ts'",
    ])
  })
})

// Both work without what they name.
const MAY_NAME_NODE = ['signing/native-hmac.ts', 'receiver/freezing.ts']

describe('the build', () => {
  it('knows no types of a runtime', () => {
    expect(JSON.parse(read('../tsconfig.json'))).toMatchObject({ compilerOptions: { types: [] } })
  })

  it.each(SOURCES.filter((file) => !MAY_NAME_NODE.includes(file)))(
    'names nothing of Node: %s',
    (file) => {
      // An example in a comment is for a program on Node.
      const source = readFileSync(new URL(file, SRC), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
      expect(source).not.toMatch(
        /['"]node:|\bBuffer\b|\brequire\(|\bprocess(\?\.|\.)\w|\bsetImmediate\b/,
      )
    },
  )

  it('touches no clock, randomness, network or environment while it loads, and works without the globals of Node', async () => {
    const script = `
      const crash = () => { throw new Error('touched at module scope') }
      const { now } = Date
      const log = console.log
      for (const name of ['process', 'Buffer', 'setImmediate']) delete globalThis[name]
      Date.now = Math.random = globalThis.fetch = globalThis.setTimeout = crash
      const entries = await Promise.all([import('${distOf('index.js')}'), import('${distOf('webhooks.js')}')])
      Date.now = now
      for (const { signWebhook, verifyWebhook } of entries) {
        const webhook = { timestamp: String(now()), body: '{}', scheme: 'body' }
        const headers = { 'x-timestamp': webhook.timestamp, 'x-signature': await signWebhook(webhook, 'secret') }
        const event = await verifyWebhook({ headers, body: '{}' }, { apiSecret: 'secret' })
        log(event.kind)
      }`
    const { stdout } = await run('node', ['--input-type=module', '--eval', script])
    expect(stdout).toBe('unknown\nunknown\n')
  })
})

function distOf(file: string): string {
  return new URL(`../dist/${file}`, import.meta.url).href
}
