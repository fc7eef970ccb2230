import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createSocketServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from '../src/index.ts'
import type { Client, ClientOptions } from '../src/index.ts'
import { API_SECRET, ORDER_ID } from './support/scripted-api.ts'
import { SELF_SIGNED } from './support/self-signed.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientOf(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  const credentials = { merchantId: '1000', apiKey: 'test-key', apiSecret: API_SECRET }
  return createClient({ ...credentials, baseUrl, maxRetries: 0, ...options } as ClientOptions)
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('it resolved'),
    (error: unknown) => error,
  )

describe('over a real socket', () => {
  it('reads an answer that comes in pieces', async () => {
    const baseUrl = await serve((_request, response) => {
      response.write('{"code":"00000","data":{"status":"INIT","note":"é')
      response.end('é"}}')
    })
    expect(await clientOf(baseUrl).orders.retrieve(ORDER_ID)).toEqual({
      status: 'INIT',
      note: 'éé',
    })
  })

  it('ends an attempt whose body stalls, and closes its socket', async () => {
    const closed = withResolvers()
    const baseUrl = await serve((_request, response) => {
      response.on('close', closed.resolve)
      response.write('{"code":')
    })
    const error = await caught(clientOf(baseUrl, { timeoutMs: 60 }).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ reason: 'timeout', outcome: 'unknown' })
    await closed.promise
  })

  it('closes the socket of a call that the caller aborts', async () => {
    const stop = new AbortController()
    const closed = withResolvers()
    const baseUrl = await serve((_request, response) => {
      response.on('close', closed.resolve)
      stop.abort()
    })
    const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID, { signal: stop.signal }))
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown' })
    await closed.promise
  })

  it('does not follow a redirect with its signed headers', async () => {
    let followed = false
    const elsewhere = await serve((_request, response) => {
      followed = true
      response.end()
    })
    const baseUrl = await serve((_request, response) => {
      response.writeHead(302, { location: elsewhere }).end()
    })
    const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ name: 'ResponseError', reason: 'redirect', httpStatus: 302 })
    expect(followed).toBe(false)
  })

  it('takes a connection that is dropped for unknown', async () => {
    const baseUrl = await serve((request) => request.socket.destroy())
    const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ reason: 'network', outcome: 'unknown' })
  })

  it('takes a port that refuses for not sent', async () => {
    const baseUrl = await serve(() => undefined)
    const server = servers.pop()
    server?.close()
    if (server !== undefined) await once(server, 'close')
    const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ reason: 'network', outcome: 'not-sent' })
  })

  it('takes a certificate that is not trusted for not sent', async () => {
    let asked = 0
    const server = createTlsServer(SELF_SIGNED, () => void (asked += 1)).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const error = await caught(clientOf(`https://127.0.0.1:${port}`).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ reason: 'network', outcome: 'not-sent' })
    expect(asked).toBe(0)
  })

  it('takes a server that closes before the connection is secure for not sent', async () => {
    const server = createSocketServer((socket) => socket.resume().end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const error = await caught(clientOf(`https://127.0.0.1:${port}`).orders.retrieve(ORDER_ID))
    server.close()
    expect(error).toMatchObject({ reason: 'network', outcome: 'not-sent' })
  })

  it.each(['http://127.0.0.1:6000', 'http://127.0.0.1:1', 'http://255.255.255.255'])(
    'takes an address to which there is no connection for not sent: %s',
    async (baseUrl) => {
      const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID))
      expect(error).toMatchObject({ reason: 'network', outcome: 'not-sent' })
    },
  )

  it('takes a server that does not speak TLS for unknown: such a record may also come after the request', async () => {
    const baseUrl = await serve((_request, response) => response.end())
    const error = await caught(
      clientOf(baseUrl.replace('http:', 'https:')).orders.retrieve(ORDER_ID),
    )
    expect(error).toMatchObject({ reason: 'network', outcome: 'unknown' })
  })

  it('stops reading an answer of more than 1 MiB', async () => {
    let written = 0
    const baseUrl = await serve((_request, response) => {
      const write = (): void => {
        while (response.writable && response.write(Buffer.alloc(65_536, ' '))) written += 65_536
      }
      response.on('drain', write)
      write()
    })
    const error = await caught(clientOf(baseUrl).orders.retrieve(ORDER_ID))
    expect(error).toMatchObject({ name: 'ResponseError', reason: 'too-large' })
    expect(written).toBeLessThan(64 * 1_048_576)
  })

  it('ends an attempt although a fetch does not listen to signals', async () => {
    const fetch = (): Promise<Response> => new Promise(() => undefined)
    const client = clientOf('http://psc.test', { fetch, timeoutMs: 20 })
    expect(await caught(client.orders.retrieve(ORDER_ID))).toMatchObject({ reason: 'timeout' })
  })
})

// Node 20 has no Promise.withResolvers.
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
