/**
 * The dashboard's routes: its pages, the stream of changes, and the whole state as JSON.
 * Changes nothing: see `actions.ts`.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Merchant } from '../provider/model.ts'
import type { EmulatorState } from '../state/state.ts'
import type { Watchers } from '../shared/watchers.ts'
import { CHANGES_PATH } from '../shared/page-paths.ts'
import { createActions } from './actions.ts'
import { guardOrigin } from './guard.ts'
import { streamLog } from './log-stream.ts'
import { renderHome, renderOrdersPage } from './home-page.ts'
import type { PageDeps } from './pages.ts'
import { findOrder, findRefund, viewHome, viewOrders, viewSubject, viewTools } from './pages.ts'
import { DASHBOARD_JS } from './script.ts'
import type { Subject } from './story.ts'
import { DASHBOARD_CSS } from './styles.ts'
import { renderNoSubject, renderSubjectPage } from './subject-page.ts'
import { readTimelineQuery } from './timeline-filter.ts'

export interface DashboardDeps {
  readonly settings: {
    readonly scheme: string
    readonly seed: string
    readonly merchants: readonly Merchant[]
    readonly publicUrl: string | undefined
  }
  readonly watchers: Watchers
  readonly state: () => EmulatorState
  readonly reset: () => void
}

const MAX_FORM_BYTES = 16 * 1024

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With no-referrer the browser would send "Origin: null" with the page's own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Whether a path belongs to the dashboard. */
export function isDashboardPath(path: string): boolean {
  return path === '/' || path.startsWith('/emulator/')
}

/** Creates the dashboard as a Hono app. */
export function createDashboard(deps: DashboardDeps): Hono {
  const { settings, watchers, state, reset } = deps
  const dashboard = new Hono()
  const guard = guardOrigin(settings.publicUrl)
  dashboard.use('/', guard)
  dashboard.use('/emulator/*', guard, bodyLimit({ maxSize: MAX_FORM_BYTES }))
  const pageDeps = (c: Context): PageDeps => ({
    state: state(),
    settings,
    origin: settings.publicUrl ?? new URL(c.req.url).origin,
  })
  dashboard.get('/', async (c) => {
    const query = readTimelineQuery(new URL(c.req.url).searchParams)
    return c.html(renderHome(await viewHome(pageDeps(c), query)), 200, PAGE_HEADERS)
  })
  dashboard.get('/emulator/orders', (c) =>
    c.html(renderOrdersPage(viewOrders(pageDeps(c))), 200, PAGE_HEADERS),
  )
  dashboard.get('/emulator/orders/:id', (c) => showSubject(c, pageDeps(c), findOrder))
  dashboard.get('/emulator/refunds/:id', (c) => showSubject(c, pageDeps(c), findRefund))
  dashboard.get(CHANGES_PATH, (c) =>
    // Nobody reads the stream of a HEAD request, so nobody would end it.
    c.req.method === 'HEAD' ? c.body(null) : streamChanges(c, watchers),
  )
  dashboard.get('/emulator/log', (c) => streamLog(c, deps))
  dashboard.get('/emulator/state', async (c) => c.json(toJson(state())))
  dashboard.get('/emulator/dashboard.css', (c) =>
    c.body(DASHBOARD_CSS, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  dashboard.get('/emulator/dashboard.js', (c) =>
    c.body(DASHBOARD_JS, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  dashboard.route('/', createActions({ state, reset }))
  return dashboard
}

async function showSubject(
  c: Context,
  deps: PageDeps,
  find: (deps: PageDeps, id: string, merchantId: string | undefined) => Subject | undefined,
): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const subject = find(deps, id, c.req.query('merchant'))
  if (subject === undefined) return c.html(renderNoSubject(id, viewTools(deps)), 404, PAGE_HEADERS)
  return c.html(renderSubjectPage(await viewSubject(deps, subject)), 200, PAGE_HEADERS)
}

function toJson(state: EmulatorState): Record<string, unknown> {
  const { store, calls, notifier, faults, clock } = state
  return {
    now: clock.now(),
    orders: store.orders().map(({ merchant, ...order }) => ({ ...order, ...idOf(merchant) })),
    refunds: store.refunds().map(({ merchant, ...refund }) => ({ ...refund, ...idOf(merchant) })),
    calls: calls.list(),
    deliveries: notifier.log.list(),
    faults: faults.list(),
  }
}

// A merchant's record holds the secret, which must not leave.
function idOf({ merchantId }: Merchant): { readonly merchantId: string } {
  return { merchantId }
}

function streamChanges(c: Context, watchers: Watchers): Response {
  return streamSSE(c, async (stream) => {
    const over = new AbortController()
    let hasChanged = true
    let wake = (): void => undefined
    const stop = (): void => {
      over.abort()
      wake()
    }
    const onChange = (): void => {
      hasChanged = true
      wake()
    }
    const unwatch = watchers.watch(onChange, stop)
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
