/**
 * Real servers on loopback: anything that answers, a shop with a receiver, and proxies before it.
 *
 * @module
 */
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createWebhookReceiver, toNodeHandler } from '@paystablecoin/core'
import type { HandlerReceiverOptions, WebhookEvent } from '@paystablecoin/core'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { afterAll } from 'vitest'

const open: (() => void)[] = []

afterAll(() => {
  for (const close of open) close()
})

/** Listens on a free port, until the tests of the file are done. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => void sockets.add(socket))
  open.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A server that answers with this; its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

/** A server with one answer to everything. */
export function serveAlways(
  status: number,
  body = '',
  headers: Record<string, string> = {},
): Promise<string> {
  return serve((incoming, response) => {
    incoming.resume().on('end', () => response.writeHead(status, headers).end(body))
  })
}

/** The events that any shop's handler was called with. */
export const handled: WebhookEvent[] = []

/** A shop that receives webhooks, with these options in place of the usual ones. */
export function serveShop(options: Partial<HandlerReceiverOptions> = {}): Promise<string> {
  const receiver = createWebhookReceiver({
    ...EMULATOR_MERCHANT,
    onEvent: (event) => void handled.push(event),
    onError: () => undefined,
    ...options,
  })
  return serve(toNodeHandler(receiver))
}

/** How a proxy changes what it passes on. */
export interface Changes {
  readonly path?: (path: string) => string
  readonly body?: (body: string) => string
}

/** A proxy before a server. */
export function serveProxy(target: string, changes: Changes): Promise<string> {
  const { path = (same) => same, body = (same) => same } = changes
  return serve((incoming, response) => void pass(incoming, response))

  async function pass(...[incoming, response]: Parameters<RequestListener>): Promise<void> {
    const text = body((await buffer(incoming)).toString())
    const { host: _host, 'content-length': _length, ...headers } = incoming.headers
    const onward = request(target + path(incoming.url ?? ''), { method: 'POST', headers })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.end(text)
  }
}

/** The URL of a port where nothing listens. */
export async function refuse(): Promise<string> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}
