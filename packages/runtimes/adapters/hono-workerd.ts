/**
 * Hono on workerd. A worker cannot listen: workerd's own listener calls the worker again for each request, over a real socket.
 * The cases run one after the other, so requests go to the newest app.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import type { Hono } from 'hono'
import { createApp } from './hono.ts'

let newest: Hono | undefined

/** Answers a request of a case. */
export function fetchApp(...args: Parameters<Hono['fetch']>): Response | Promise<Response> {
  return newest === undefined ? new Response(null, { status: 500 }) : newest.fetch(...args)
}

/** The contract's `start`, in a worker with this origin. */
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
