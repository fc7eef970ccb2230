/**
 * Where a queue's Redis is, for messages. Must never give a user or a password.
 *
 * @module
 */
import type { Queue } from 'bullmq'

/** ` at host:port`, or nothing where the connection does not say. */
export function addressOf({ opts }: Pick<Queue, 'opts'>): string {
  const connection = Object(opts.connection)
  const { url, host, port } = Object(connection.options ?? connection) as {
    readonly url?: unknown
    readonly host?: unknown
    readonly port?: unknown
  }
  if (typeof url === 'string' && URL.canParse(url)) return ` at ${new URL(url).host}`
  if (typeof host !== 'string') return ''
  return ` at ${host}:${typeof port === 'number' ? port : 6379}`
}
