/**
 * The dashboard's routes: the page, its live part, the stream of changes, and the whole state as JSON.
 * Changes nothing: see `actions.ts`.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Watchers } from '../activity.ts'
import type { SandboxEnv } from '../api/routes.ts'
import type { Life } from '../life.ts'
import type { SandboxSettings } from '../options.ts'
import { createActions } from './actions.ts'
import { DASHBOARD_CSS, DASHBOARD_JS } from './assets.ts'
import { guardOrigin } from './guard.ts'
import type { DashboardView } from './page.ts'
import { renderDashboard, renderLive } from './page.ts'
import { listTimeline } from './timeline.ts'

/** What the dashboard stands on. */
export interface DashboardParts {
  readonly settings: SandboxSettings
  readonly watchers: Watchers
  readonly life: () => Life
  readonly reset: () => void
  readonly isTrustedHost: (hostname: string) => boolean
}

const MAX_ROWS = 200
const MAX_FORM_BYTES = 16 * 1024

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With no-referrer the browser would send "Origin: null" with the page's own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Creates the dashboard as a Hono app. */
export function createDashboard(parts: DashboardParts): Hono<SandboxEnv> {
  const { settings, life, reset, isTrustedHost } = parts
  const dashboard = new Hono<SandboxEnv>()
  const guard = guardOrigin({ isTrustedHost, publicUrl: settings.publicUrl })
  dashboard.use('/', guard)
  dashboard.use('/sandbox/*', guard, bodyLimit({ maxSize: MAX_FORM_BYTES }))
  dashboard.get('/', async (c) => c.html(renderDashboard(await viewOf(parts)), 200, PAGE_HEADERS))
  dashboard.get('/sandbox/live', async (c) =>
    c.html(renderLive(await viewOf(parts)), 200, PAGE_HEADERS),
  )
  dashboard.get('/sandbox/events', (c) =>
    // Nobody reads the stream of a HEAD request, so nobody would end it.
    c.req.method === 'HEAD' ? c.body(null) : streamChanges(c, parts.watchers),
  )
  dashboard.get('/sandbox/state', async (c) => c.json(stateOf(life())))
  dashboard.get('/sandbox/dashboard.css', (c) =>
    c.body(DASHBOARD_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  dashboard.get('/sandbox/dashboard.js', (c) =>
    c.body(DASHBOARD_JS, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  dashboard.route('/', createActions({ life, reset }))
  return dashboard
}

async function viewOf({ settings, life }: DashboardParts): Promise<DashboardView> {
  const { clock, ledger, calls, news, faults } = life()
  return {
    nowMs: clock.now(),
    scheme: settings.scheme,
    seed: settings.seed,
    merchants: settings.merchants,
    orders: ledger.orders().slice(-MAX_ROWS).toReversed(),
    refunds: ledger.refunds().slice(-MAX_ROWS).toReversed(),
    faults: faults.list(),
    timeline: await listTimeline(calls.list(), news.log.list(), MAX_ROWS),
  }
}

function stateOf({ ledger, calls, news, faults, clock }: Life): Record<string, unknown> {
  return {
    now: clock.now(),
    orders: ledger.orders().map(({ merchant, ...order }) => ({ ...order, ...idOf(merchant) })),
    refunds: ledger.refunds().map(({ merchant, ...refund }) => ({ ...refund, ...idOf(merchant) })),
    calls: calls.list(),
    deliveries: news.log.list(),
    faults: faults.list(),
  }
}

// A merchant's record holds the secret, which must not leave.
function idOf({ merchantId }: { readonly merchantId: string }): { readonly merchantId: string } {
  return { merchantId }
}

function streamChanges(c: Context<SandboxEnv>, watchers: Watchers): Response {
  return streamSSE(c, async (stream) => {
    const over = new AbortController()
    let hasChanged = true
    let wake = (): void => undefined
    const stop = (): void => {
      over.abort()
      wake()
    }
    const change = (): void => {
      hasChanged = true
      wake()
    }
    const unwatch = watchers.watch(change, stop)
    stream.onAbort(stop)
    while (!over.signal.aborted) {
      if (hasChanged) {
        hasChanged = false
        await stream.writeSSE({ event: 'change', data: '' })
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
    unwatch()
  })
}
