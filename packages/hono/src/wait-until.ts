/**
 * `waitUntil` of the execution context, where the host gives one.
 * Must not know what it keeps alive.
 *
 * @module
 */
import type { WaitUntil } from '@paystablecoin/core'
import type { Context } from 'hono'
import type { NodeMessage } from './node-message.ts'

/** Finds the `waitUntil` of a request; `undefined` where its host has none. */
export type FindWaitUntil = (c: Context, message: NodeMessage | undefined) => WaitUntil | undefined

/**
 * Hono throws where there is no execution context, and has no other way to ask; on Node that costs more than all the rest of a
 * webhook. There the host gives one to all requests of a connection or to none, so it is asked until the first has none.
 */
export function createWaitUntilFinder(): FindWaitUntil {
  const without = new WeakSet<object>()
  return (c, message) => {
    if (message !== undefined && without.has(message.socket)) return undefined
    try {
      const { executionCtx } = c
      return (promise) => executionCtx.waitUntil(promise)
    } catch {
      if (message !== undefined) without.add(message.socket)
      return undefined
    }
  }
}
