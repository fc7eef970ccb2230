/**
 * `toNodeHandler`: a receiver as a plain `(req, res)` handler, for Node's servers and the frameworks on top of them.
 * Knows the shape of their requests and responses, and imports nothing of Node.
 *
 * @module
 */
import type { WebhookReceiver } from './create-receiver.ts'
import { FAILED, METHOD_NOT_ALLOWED } from './replies.ts'
import type { WebhookReply } from './replies.ts'
import type { WaitUntil } from './respond.ts'

/** What is used of a request: one of `node:http` or `node:http2`, or a framework's that is one of them. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** The URL before a router took off its prefix. */
  readonly originalUrl?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly httpVersionMajor: number
}

/** What is used of a response. */
export interface NodeResponse {
  statusCode: number
  readonly headersSent: boolean
  setHeader(name: string, value: string): unknown
  end(body: string): unknown
}

/**
 * Responds to a webhook. Where the receiver's options depend on the context and can't be made, `next` gets the error or, without
 * `next`, the response is 500.
 */
export type NodeHandler<Req extends NodeRequest = NodeRequest> = (
  req: Req,
  res: NodeResponse,
  next?: (error?: unknown) => void,
) => void

/** How a handler calls its receiver. */
export interface NodeHandlerOptions<Context, Req extends NodeRequest = NodeRequest> {
  /** Makes the context of a request: the second argument of `onEvent`. */
  readonly context: (req: Req) => Context
  /** Keeps the work after the response alive where the process may be frozen. @default a process that lives on */
  readonly waitUntil?: WaitUntil | undefined
}

const MOUNT_HINT =
  'The body was read before the webhook route could: mount the route before body parsers such as express.json(), or let them keep the bytes (express.raw(), rawBody).'

/**
 * Makes a plain `(req, res)` handler of a receiver, for `node:http`, `node:http2`, Connect, Polka, NestJS and others. It
 * responds to POST on whatever path it is mounted; mount it before body parsers.
 *
 * @example
 * ```ts
 * import { createWebhookReceiver, toNodeHandler } from '@paystablecoin/core'
 * import { createServer } from 'node:http'
 *
 * const receiver = createWebhookReceiver({
 *   apiSecret: 'your-api-secret',
 *   onEvent: (event) => console.log(event.kind, event.status),
 * })
 * createServer(toNodeHandler(receiver)).listen(3000)
 * ```
 */
export function toNodeHandler<Req extends NodeRequest = NodeRequest>(
  receiver: Pick<WebhookReceiver, 'receive'>,
  options?: Pick<NodeHandlerOptions<undefined>, 'waitUntil'>,
): NodeHandler<Req>
export function toNodeHandler<Context, Req extends NodeRequest = NodeRequest>(
  receiver: Pick<WebhookReceiver<Context>, 'receive'>,
  options: NodeHandlerOptions<Context, Req>,
): NodeHandler<Req>
export function toNodeHandler<Context, Req extends NodeRequest>(
  receiver: Pick<WebhookReceiver<Context>, 'receive'>,
  { context: toContext, waitUntil }: Partial<NodeHandlerOptions<Context, Req>> = {},
): NodeHandler<Req> {
  async function respond(req: Req): Promise<WebhookReply> {
    if (req.method !== 'POST') return METHOD_NOT_ALLOWED
    const { headers, originalUrl, url = '/' } = req
    // The first signature lets a caller leave the context out only where it may be undefined.
    const context = toContext?.(req) as Context
    const path = originalUrl ?? url
    return receiver.receive({
      headers,
      body: req,
      path,
      context,
      mountHint: MOUNT_HINT,
      waitUntil,
    })
  }

  async function handle(...[req, res, next]: Parameters<NodeHandler<Req>>): Promise<void> {
    try {
      writeReply(req, res, await respond(req))
    } catch (error) {
      if (next !== undefined) return next(error)
      // oxlint-disable-next-line no-console
      console.error('[paystablecoin] webhook unavailable', error)
      writeReply(req, res, FAILED)
    }
  }

  return function paystablecoinWebhook(req, res, next) {
    // What `next` throws is the app's own.
    handle(req, res, next).catch((error: unknown) => {
      // oxlint-disable-next-line no-console
      console.error('[paystablecoin] next failed on a webhook', error)
    })
  }
}

function writeReply(req: NodeRequest, res: NodeResponse, { status, headers, body }: WebhookReply) {
  // A middleware that limits the time may have responded.
  if (res.headersSent) return
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has no such header.
    if (name !== 'connection' || req.httpVersionMajor === 1) res.setHeader(name, value)
  }
  res.end(body)
}
