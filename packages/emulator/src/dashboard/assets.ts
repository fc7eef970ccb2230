/**
 * The dashboard's stylesheet and script. The script listens for changes and replaces what has changed.
 *
 * @module
 */

/** The stylesheet. Colours keep a contrast of at least 4.5 to 1, in light and dark. */
export const DASHBOARD_CSS = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #4a5568; --page: #f4f6fa; --card: #fff; --line: #cbd5e0;
  --accent: #0b5fcc; --good: #146c2e; --bad: #b3261e; --warn: #7a4d00; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f5f9; --soft: #b6c2d1; --page: #0d1420; --card: #172033;
  --line: #3b4a63; --accent: #8ab8ff; --good: #7ddc97; --bad: #ffb4ab; --warn: #f3c669; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: .9375rem/1.5 system-ui, sans-serif; }
header, main { max-width: 68rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.375rem; margin: 0; } h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; } header p { margin: .25rem 0 .75rem; color: var(--soft); }
code, pre { font: .8125rem/1.5 ui-monospace, monospace; } pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
form { display: inline-flex; flex-wrap: wrap; gap: .5rem; align-items: center; } form + form { margin: 0; }
input, select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .375rem; padding: .25rem .5rem; max-width: 100%; }
input { width: 4.5rem; } select { width: 16rem; } .filter { margin-top: .5rem; } .filter select { width: auto; } [name=order] { width: 16rem; } [type=checkbox] { width: auto; } button { cursor: pointer; color: var(--accent); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .375rem .75rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; } th { color: var(--soft); font-weight: 500; } a { color: var(--accent); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; font-size: .8125rem; font-weight: 600; color: var(--soft); }
.good, .SUCCEEDED { color: var(--good); } .bad, .FAILED, .CLOSED { color: var(--bad); } .fault, .PROCESSING { color: var(--warn); }
.timeline, .faults { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.timeline li, .faults li { border-bottom: 1px solid var(--line); padding: .375rem .75rem; } li:last-child { border-bottom: 0 !important; }
summary::before { content: '▸'; color: var(--soft); } [open] > summary::before { content: '▾'; }
summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; cursor: pointer; }
time, .latency, .direction, .empty, #live-state { color: var(--soft); } time { font-variant-numeric: tabular-nums; } .title { flex: 1 1 16rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem .75rem; margin: .5rem 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
.diagnosis { border-left: 3px solid var(--bad); padding-left: .75rem; margin: .5rem 0; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }
`

/** The script. */
export const DASHBOARD_JS = `
const live = document.getElementById('live')
const state = document.getElementById('live-state')
let isLoading = false
let isStale = false

const showState = (isLive) => { state.textContent = isLive ? 'Live.' : 'Not connected: is the emulator running?' }

const load = async () => {
  const response = await fetch('/emulator/live' + location.search)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  return response.text()
}

const show = (text) => {
  const toggled = new Map([...live.querySelectorAll('details')].map((one) => [one.id, one.open]))
  const focused = document.activeElement?.closest('details')?.id
  live.innerHTML = text
  for (const one of live.querySelectorAll('details')) one.open = toggled.get(one.id) ?? one.open
  if (focused) document.getElementById(focused)?.querySelector('summary')?.focus()
}

const refresh = async () => {
  if (isLoading) { isStale = true; return }
  isLoading = true
  isStale = false
  const text = await load().catch(() => undefined)
  isLoading = false
  showState(text !== undefined && events.readyState === EventSource.OPEN)
  if (text === undefined) { setTimeout(refresh, 1000); return }
  show(text)
  if (isStale) setTimeout(refresh, 100)
}

const events = new EventSource('/emulator/events')
events.addEventListener('change', refresh)
events.addEventListener('open', () => showState(true))
events.addEventListener('error', () => showState(false))
`
