import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HandlerReceiverOptions, WaitUntil } from '../src/index.ts'
import { PATH, PAYMENT, SECRET, signedHeaders } from './support/webhook-fixtures.ts'

const NAMES = ['AWS_LAMBDA_FUNCTION_NAME', 'K_SERVICE', 'VERCEL'] as const

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** The warnings of a process that receives two webhooks. */
async function warningsOf(
  options: Partial<HandlerReceiverOptions> = {},
  waitUntil?: WaitUntil,
): Promise<readonly unknown[]> {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  // Once for each process: a module of its own stands for one.
  vi.resetModules()
  const { createWebhookReceiver } = await import('../src/index.ts')
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    onEvent: () => undefined,
    ...options,
  })
  for (const merchantOrderId of ['ORDER_1738112345001', 'ORDER_1738112345002']) {
    const body = JSON.stringify({ ...PAYMENT, merchantOrderId })
    const headers = await signedHeaders({ body, timestamp: String(Date.now()) })
    const reply = await receiver.receive({
      headers,
      body,
      path: PATH,
      context: undefined,
      waitUntil,
    })
    expect(reply.status).toBe(200)
  }
  await receiver.idle()
  return warn.mock.calls.flat()
}

describe('a process that may be frozen after the response', () => {
  it.each(NAMES)('is warned of once where %s is set', async (name) => {
    vi.stubEnv(name, 'shop')
    expect(await warningsOf()).toEqual([
      `[paystablecoin] ${name} is set: this process may be frozen after a response, before the handler has run. Use acknowledge: 'after-handler' or waitUntil.`,
    ])
  })

  it('is not warned of where the handler runs before the response', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop')
    expect(await warningsOf({ acknowledge: 'after-handler' })).toEqual([])
  })

  it('is not warned of where waitUntil keeps it alive', async () => {
    vi.stubEnv('VERCEL', '1')
    expect(await warningsOf({}, () => undefined)).toEqual([])
  })
})

describe('no warning is written', () => {
  it('where none of the variables is set', async () => {
    for (const name of NAMES) vi.stubEnv(name, undefined)
    expect(await warningsOf()).toEqual([])
  })

  it.each([
    ['there is no process', undefined],
    ['the process has no environment', {}],
  ])('where %s', async (_name, process) => {
    vi.stubGlobal('process', process)
    expect(await warningsOf()).toEqual([])
  })

  it('on Deno, which would ask its user for the permission to read the environment', async () => {
    const env = new Proxy({}, { get: () => expect.fail('the environment was read') })
    vi.stubGlobal('process', { versions: { deno: '2.9.6' }, env })
    expect(await warningsOf()).toEqual([])
  })
})
