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
  /** The URL before a host such as Express took off its prefix. */
  readonly originalUrl?: string | undefined
  readonly socket: object
  readonly readableDidRead: boolean
}

/** The message that the app was called with; on other runtimes `undefined`. */
export function findMessage(c: Context): NodeMessage | undefined {
  const { incoming } = Object(c.env) as { readonly incoming?: Partial<NodeMessage> }
  return isMessage(incoming) ? incoming : undefined
}

function isMessage(incoming: Partial<NodeMessage> | undefined): incoming is NodeMessage {
  return (
    typeof incoming?.readableDidRead === 'boolean' &&
    Symbol.asyncIterator in incoming &&
    Object(incoming.socket) === incoming.socket
  )
}

/**
 * Whether the message may be read in place of a request. Not where the app or a middleware made another request, nor where somebody
 * made a web-standard one of this: it holds what was read. The listener keeps both under symbols of its own.
 */
export function isUntouched(request: Request, message: NodeMessage): boolean {
  let isOfMessage = false
  for (const key of Object.getOwnPropertySymbols(request)) {
    const kept: unknown = Reflect.get(request, key)
    if (kept === message) isOfMessage = true
    else if (isRequest(kept)) return false
  }
  return isOfMessage && !request.bodyUsed
}

// Its type first: most that is kept are texts, and to name their class takes longer than all the rest here.
function isRequest(value: unknown): boolean {
  return typeof value === 'object' && Object.prototype.toString.call(value) === '[object Request]'
}
