/**
 * Node's own message behind Hono's request, where `@hono/node-server` hands it over: to make a web-standard `Request` of it costs
 * several times as much as all the rest of a webhook route.
 * Must not know what it is used for.
 *
 * @module
 */
import type { Context } from 'hono'

/** What is used of Node's `IncomingMessage`: spelled out, since this package is built without the types of any runtime. */
export interface NodeMessage extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly url: string
  readonly socket: object
  readonly readableDidRead: boolean
  readonly readableEnded: boolean
}

/** The message, when nobody has read of its body; else, and on other runtimes, `undefined`. */
export function findUnreadMessage(c: Context): NodeMessage | undefined {
  const { incoming } = Object(c.env) as { readonly incoming?: Partial<NodeMessage> }
  return isUnreadMessage(incoming) ? incoming : undefined
}

function isUnreadMessage(incoming: Partial<NodeMessage> | undefined): incoming is NodeMessage {
  return (
    incoming?.readableDidRead === false &&
    Symbol.asyncIterator in incoming &&
    Object(incoming.socket) === incoming.socket
  )
}
