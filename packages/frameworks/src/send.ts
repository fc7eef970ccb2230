/**
 * Sends a request over a real socket, by HTTP/1.1 or HTTP/2, and returns the response.
 * Must not know what is sent.
 *
 * @module
 */
import { once } from 'node:events'
import { request as requestHttp } from 'node:http'
import { connect } from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'

/** A response. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends a request and does not follow a redirect. */
export type Send = (request: Request) => Promise<Answer>

/**
 * By HTTP/1.1. A server that answers before it has read everything may close the connection: the response counts, unlike with
 * `fetch`.
 */
export const sendByHttp: Send = async (request) => {
  const body = Buffer.from(await request.arrayBuffer())
  const { url, method } = request
  const headers = { ...Object.fromEntries(request.headers), 'content-length': body.length }
  const outgoing = requestHttp(url, { method, headers, agent: false })
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.once('response', (incoming) => {
      const { statusCode: status = 0, headers } = incoming
      text(incoming).then((text) => resolve({ status, headers, text }), reject)
    })
  })
  outgoing.end(body)
  return answer
}

/** By HTTP/2, without TLS. */
export const sendByHttp2: Send = async (request) => {
  const { origin, pathname, search } = new URL(request.url)
  const session = connect(origin)
  await once(session, 'connect')
  // The stream reports it, too.
  session.on('error', () => undefined)
  try {
    const head = { ':method': request.method, ':path': pathname + search }
    const headers = { ...head, ...Object.fromEntries(request.headers) }
    const stream = session.request(headers, { endStream: request.body === null })
    if (request.body !== null) stream.end(Buffer.from(await request.arrayBuffer()))
    const [response] = await once(stream, 'response')
    return { status: response[':status'], headers: response, text: await text(stream) }
  } finally {
    session.destroy()
  }
}
