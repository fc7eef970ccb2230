/**
 * Hono on workerd. A worker can not listen: the one listener there is calls the worker anew for each request, and that over a real
 * socket to itself. The cases come one after the other, so the newest app is the one that is meant.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import type { Hono } from 'hono'
import { createApp } from './hono.ts'

let newest: Hono | undefined

/** Answers a request that a case sent. */
export function fetchApp(...args: Parameters<Hono['fetch']>): Response | Promise<Response> {
  return newest === undefined ? new Response(null, { status: 500 }) : newest.fetch(...args)
}

/** The contract's `start`, in a worker that is reached at this origin. */
export function startHonoAt(origin: string): StartAdapter {
  return async (webhooks) => {
    const { app, drain } = createApp(webhooks)
    newest = app
    return {
      port: Number(new URL(origin).port),
      fetch: (path, init) => fetch(`${origin}${path}`, init),
      close: drain,
    }
  }
}
