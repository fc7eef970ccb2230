/**
 * The frame of the dashboard's pages: head, header, main part and tools.
 * Knows no orders and no timeline.
 *
 * @module
 */
import { html } from 'hono/html'
import type { Html } from './format.ts'
import type { ToolsView } from './tools.ts'
import { renderClock, renderTools } from './tools.ts'

export interface Page {
  readonly title: string
  readonly main: Html
  readonly tools: ToolsView
  /** The page's place in the navigation. */
  readonly current?: 'activity' | 'orders' | undefined
}

/** Renders a page. The script replaces the elements with `data-live` when something has changed. */
export function renderPage({ title, main, tools, current }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/emulator/dashboard.css" />
        <script src="/emulator/dashboard.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header>
          <div class="bar">
            <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>PayStablecoin <span class="emulator">emulator</span></a>
            <nav aria-label="Pages">
              ${renderTab('/', 'Activity', current === 'activity')}
              ${renderTab('/emulator/orders', 'Orders', current === 'orders')}
              <a class="to-tools" href="#tools">Tools</a>
            </nav>
            <p class="now">
              <span id="header-clock" data-live>${renderClock(tools)}</span>
              <span id="live-state" role="status"></span>
            </p>
          </div>
        </header>
        <div class="columns">
          <main id="content">${main}</main>
          ${renderTools(tools)}
        </div>
      </body>
    </html>`
}

function renderTab(href: string, title: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="page">${title}</a>`
    : html`<a href="${href}">${title}</a>`
}
