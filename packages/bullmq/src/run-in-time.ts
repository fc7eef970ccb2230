/**
 * Giving up on a handler that hangs, so that its worker is free for others.
 * Must not know what the handler does.
 *
 * @module
 */
import { endsWithin } from './ends-within.ts'

/**
 * Runs a handler.
 *
 * @throws {Error} It took longer than `handlerTimeoutMs`, and its signal is aborted.
 * @throws What the handler threw.
 */
export async function runInTime(
  handlerTimeoutMs: number,
  handle: (signal: AbortSignal) => void | Promise<void>,
): Promise<void> {
  const late = new AbortController()
  const handling = (async () => handle(late.signal))()
  if (await endsWithin(handling, handlerTimeoutMs)) return
  const error = new Error(
    `The handler took longer than handlerTimeoutMs (${handlerTimeoutMs} ms). Its effect may still come; the event is tried again, which an idempotent handler makes harmless.`,
  )
  late.abort(error)
  throw error
}
