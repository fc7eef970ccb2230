import { describe, expect, it, vi } from 'vitest'
import { createWebhookReceiver, createWebhookRequest } from '../src/index.ts'
import { PAYMENT, SECRET } from './support/webhook-fixtures.ts'

const URL_OF_ROUTE = 'https://shop.example/webhook/payment?a=1'
const BODY = JSON.stringify(PAYMENT)
const sign = (url = URL_OF_ROUTE): Promise<Request> =>
  createWebhookRequest({ url, body: BODY }, SECRET)

function setUp() {
  const onEvent = vi.fn()
  const onError = vi.fn()
  const options = { apiSecret: SECRET, onEvent, onError, acknowledge: 'after-handler' } as const
  return { receiver: createWebhookReceiver(options), onEvent, onError }
}

describe('receiver.fetch', () => {
  it('answers a signed request, and hands its event over', async () => {
    const { receiver, onEvent } = setUp()
    const response = await receiver.fetch(await sign())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe('{"code":"00000"}')
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ scheme: 'request' }),
      undefined,
    )
  })

  it('refuses what was signed for another path', async () => {
    const { receiver, onEvent } = setUp()
    const { headers } = await sign('https://shop.example/other')
    const response = await receiver.fetch(
      new Request(URL_OF_ROUTE, { method: 'POST', headers, body: BODY }),
    )
    expect(response.status).toBe(401)
    expect(onEvent).not.toHaveBeenCalled()
  })

  it('passes the context and waitUntil on', async () => {
    const onEvent = vi.fn()
    const receiver = createWebhookReceiver<{ readonly id: number }>({ apiSecret: SECRET, onEvent })
    const promises: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>): void => void promises.push(promise)
    const response = await receiver.fetch(await sign(), { context: { id: 5 }, waitUntil })
    expect(response.status).toBe(200)
    await Promise.all(promises)
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(expect.anything(), { id: 5 })
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405', async (method) => {
    const { receiver, onError } = setUp()
    const response = await receiver.fetch(new Request(URL_OF_ROUTE, { method }))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect(onError).not.toHaveBeenCalled()
  })

  it('answers a POST without a body as any other that is not signed', async () => {
    const { receiver } = setUp()
    const response = await receiver.fetch(new Request(URL_OF_ROUTE, { method: 'POST' }))
    expect(response.status).toBe(401)
  })

  it('takes an empty body that is signed for what it is', async () => {
    const { receiver } = setUp()
    const { headers } = await createWebhookRequest({ url: URL_OF_ROUTE, body: '' }, SECRET)
    const response = await receiver.fetch(new Request(URL_OF_ROUTE, { method: 'POST', headers }))
    expect(response.status).toBe(400)
  })

  it.each<[string, (request: Request) => unknown]>([
    ['was read', (request) => request.text()],
    ['is being read', (request) => request.body?.getReader()],
  ])('answers 500 with what to do when the body %s', async (_, read) => {
    const { receiver, onEvent, onError } = setUp()
    const request = await sign()
    await read(request)
    const response = await receiver.fetch(request)
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      error: expect.stringMatching(/mount the route before/i),
    })
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      outcome: 'unavailable',
      error: { name: 'BodyError' },
    })
    expect(onEvent).not.toHaveBeenCalled()
  })
})
