import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTrace } from '../demo/trace.ts'

/** A provider and a shop in one: the response to `/orders` is held back while its webhook is delivered, five round trips at most. */
async function startOvertaking(deliver: (url: string) => Promise<unknown>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = (): void => void response.end('{"code":"00000"}')
    if (request.url !== '/orders') return answer()
    const delivered = deliver(`${baseUrl}/webhook`)
    return void Promise.race([delivered, roundTrips(`${baseUrl}/webhook`)]).then(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return baseUrl
}

async function roundTrips(url: string): Promise<void> {
  for (let trip = 0; trip < 5; trip += 1) await (await fetch(url)).text()
}

describe('the trace of the demo', () => {
  it('writes a request before the webhook that overtakes its response', async () => {
    const lines: string[] = []
    const trace = createTrace((line) => void lines.push(line))
    let delivered: Promise<unknown> = Promise.resolve()
    const baseUrl = await startOvertaking((url) => {
      const body = '{"status":"PROCESSING"}'
      delivered = Promise.resolve(trace.webhookFetch(new Request(url, { method: 'POST', body })))
      return delivered
    })
    await trace.clientFetch(`${baseUrl}/orders`, { method: 'POST', body: '{}' })
    await delivered
    expect(lines.filter((line) => line.startsWith('  signed'))).toEqual([
      '  signed request  POST /orders',
      '  signed webhook, PROCESSING  POST /webhook',
    ])
  })

  it('goes on when a request fails', async () => {
    const lines: string[] = []
    const trace = createTrace((line) => void lines.push(line))
    const baseUrl = await startOvertaking(() => Promise.resolve())
    await expect(trace.clientFetch('http://127.0.0.1:1/', { method: 'POST' })).rejects.toThrow()
    await trace.webhookFetch(new Request(`${baseUrl}/webhook`, { method: 'POST', body: '{}' }))
    expect(lines).toContain('    answered: HTTP 200')
  })
})
