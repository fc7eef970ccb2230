/**
 * The recipes of `docs/observability.md`, as they stand there.
 *
 * @module
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createWebhookReceiver } from '@paystablecoin/core'
import type { ClientHooks, InboxHealth, ReceiverHooks, WebhookReceiver } from '@paystablecoin/core'
import { pino } from 'pino'
import type { Logger } from 'pino'
import { afterAll, describe, expect, it, vi } from 'vitest'

const DOCUMENT = new URL('../../docs/observability.md', import.meta.url)
// Here, since imports have to resolve.
const FOLDER = new URL('dist/', import.meta.url)

interface Recipes {
  readonly createHooks: (log: Logger) => ClientHooks & ReceiverHooks
  readonly createReadiness: (parts: {
    receiver: Pick<WebhookReceiver, 'stats'>
    inbox: { health: () => Promise<InboxHealth> }
    maxInFlight?: number
    timeoutMs?: number
  }) => () => Promise<Response>
}

async function loadRecipes(): Promise<Recipes> {
  const text = await readFile(DOCUMENT, 'utf8')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '')
  await mkdir(FOLDER, { recursive: true })
  const modules = await Promise.all(
    blocks.map(async (code, index) => {
      const file = new URL(`recipe-${index}.ts`, FOLDER)
      await writeFile(file, code)
      return import(file.href) as Promise<Partial<Recipes>>
    }),
  )
  return Object.assign({}, ...modules) as Recipes
}

const { createHooks, createReadiness } = await loadRecipes()
afterAll(() => rm(FOLDER, { recursive: true }))

describe('the recipe for logs', () => {
  it('writes a line for each webhook and each try, without ids', async () => {
    const lines: Record<string, unknown>[] = []
    const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const receiver = createWebhookReceiver({
      apiSecret: 'secret-of-a-test',
      hooks: createHooks(log),
      onEvent: () => undefined,
      onError: () => undefined,
    })
    const init = { method: 'POST', body: '{"merchantOrderId":"ORDER_1"}' }
    await receiver.fetch(new Request('http://shop.test/webhook', init))
    expect(lines).toMatchObject([
      { level: 40, msg: 'webhook rejected', reason: 'missing-timestamp', httpStatus: 401 },
    ])
    const { onHandled, onError } = createHooks(log)
    const state = { attempt: 1, durationMs: 5 }
    Reflect.apply(onHandled as () => void, undefined, [{ ...state, error: new Error('away') }])
    Reflect.apply(onHandled as () => void, undefined, [state])
    Reflect.apply(onError as () => void, undefined, [{ ...state, route: '/orders' }])
    expect(lines.slice(1)).toMatchObject([
      { level: 50, msg: 'event handled', err: { message: 'away' } },
      { level: 30, msg: 'event handled', durationMs: 5 },
      { level: 50, msg: 'PayStablecoin: failed', route: '/orders' },
    ])
    expect(JSON.stringify(lines)).not.toContain('ORDER_1')
  })
})

describe('the recipe for a readiness route', () => {
  const health: InboxHealth = { waiting: 1, active: 0, dead: 2, oldestWaitingMs: 60_000 }
  const stats = { inFlight: 3, bodiesInFlight: 0, rejected: { mismatch: 4 } }
  const receiver = { stats: () => stats }

  it('is ready, with what an operator wants to know, even with dead events', async () => {
    const response = await createReadiness({ receiver, inbox: { health: async () => health } })()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ isReady: true, ...stats, inbox: health })
  })

  it.each([
    ['the queue is away', { inbox: { health: () => Promise.reject(new Error('away')) } }],
    ['the queue does not answer', { inbox: { health: () => new Promise<never>(() => undefined) } }],
    ['there is no room', { maxInFlight: 3, inbox: { health: async () => health } }],
  ])('is not ready when %s', async (_why, parts) => {
    const response = await createReadiness({ receiver, timeoutMs: 1, ...parts })()
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ isReady: false })
  })

  it('takes a real receiver', async () => {
    const real = createWebhookReceiver({ apiSecret: 'secret', onEvent: vi.fn() })
    const inbox = { health: async () => health }
    expect((await createReadiness({ receiver: real, inbox })()).status).toBe(200)
  })
})
