/**
 * The log as lines of JSON: what is remembered and, with `?follow=1`, what happens from then on.
 * Knows no pages.
 *
 * @module
 */
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import { createActivityTail } from '../activity/tail.ts'
import type { Merchant } from '../provider/model.ts'
import type { Watchers } from '../shared/watchers.ts'
import type { EmulatorState } from '../state/state.ts'

export interface LogStreamDeps {
  readonly settings: { readonly merchants: readonly Merchant[] }
  readonly watchers: Watchers
  readonly state: () => EmulatorState
}

export function streamLog(c: Context, { state, settings, watchers }: LogStreamDeps): Response {
  const tail = createActivityTail(state, settings.merchants)
  const isFollowing = c.req.query('follow') !== undefined && c.req.method !== 'HEAD'
  c.header('content-type', 'application/x-ndjson; charset=utf-8')
  return stream(c, async (lines) => {
    const over = new AbortController()
    let hasChanged = false
    let wake = (): void => undefined
    const change = (): void => {
      hasChanged = true
      wake()
    }
    const stop = (): void => {
      over.abort()
      wake()
    }
    const unwatch = watchers.watch(change, stop)
    lines.onAbort(stop)
    if (!isFollowing) over.abort()
    do {
      hasChanged = false
      for (const entry of tail.take()) await lines.writeln(JSON.stringify(entry))
      const isWaiting = !hasChanged && !over.signal.aborted
      if (isWaiting) await new Promise<void>((resolve) => (wake = resolve))
    } while (!over.signal.aborted)
    unwatch()
  })
}
