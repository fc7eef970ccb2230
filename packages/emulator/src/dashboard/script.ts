/**
 * The dashboard's script. It follows changes and replaces what has changed, applies the filter while one types, and copies.
 * Every page does without it.
 *
 * @module
 */
import { FOLLOW_CHANGES_JS } from '../shared/page-paths.ts'

/** The script. */
export const DASHBOARD_JS: string = `${FOLLOW_CHANGES_JS}
document.documentElement.classList.add('js')
const state = document.getElementById('live-state')
let isConnected = false
let isLoading = false
let isStale = false

const showState = (isLive) => {
  state.textContent = isLive ? 'Live' : 'Not connected: is the emulator running?'
  state.className = isLive ? 'live' : 'lost'
}

const load = async () => {
  const response = await fetch(location.href)
  if (!response.ok && response.status !== 404) throw new Error('HTTP ' + response.status)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

const focusable = (part) => [...part.querySelectorAll('a, button, summary, input, pre')]

// What is open stays open, and what has the focus keeps it.
const replace = (part, next) => {
  const opened = new Map([...part.querySelectorAll('details')].map((one) => [one.id, one.open]))
  const holder = part.contains(document.activeElement) && document.activeElement.closest('[id]')
  const index = holder ? focusable(holder).indexOf(document.activeElement) : -1
  part.replaceChildren(...next.childNodes)
  for (const one of part.querySelectorAll('details')) one.open = opened.get(one.id) ?? one.open
  if (holder) focusable(document.getElementById(holder.id) ?? part)[index]?.focus()
}

const liveParts = () => document.querySelectorAll('[data-live]')
const sources = new Map([...liveParts()].map((part) => [part.id, part.innerHTML]))
const show = (page) => {
  for (const part of liveParts()) {
    const next = page.getElementById(part.id)
    if (next === null) { location.reload(); return }
    const source = next.innerHTML
    if (sources.get(part.id) === source) continue
    sources.set(part.id, source)
    replace(part, document.importNode(next, true))
  }
  startClocks()
}

// A text that is being selected must not vanish.
const isSelecting = () => !getSelection().isCollapsed && document.activeElement?.tagName !== 'INPUT'

const refresh = async () => {
  if (isLoading) { isStale = true; return }
  if (isSelecting()) { setTimeout(refresh, 1000); return }
  isLoading = true
  isStale = false
  const page = await load().catch(() => undefined)
  isLoading = false
  showState(page !== undefined && isConnected)
  if (page === undefined) { setTimeout(refresh, 1000); return }
  show(page)
  if (isStale) setTimeout(refresh, 500)
}

const startClocks = () => {
  for (const clock of document.querySelectorAll('[data-clock-ms]')) {
    clock.aheadMs ??= Number(clock.dataset.clockMs) - Date.now()
    clock.textContent = new Date(Date.now() + clock.aheadMs).toISOString().slice(11, 19)
  }
}
startClocks()
setInterval(startClocks, 1000)

const filter = document.querySelector('[data-filter]')
let typing
const applyFilter = () => {
  const wanted = [...new FormData(filter)].filter(([, value]) => value !== '')
  const query = new URLSearchParams(wanted).toString()
  history.replaceState(null, '', query === '' ? location.pathname : '?' + query)
  refresh()
}
filter?.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(applyFilter, 150)
})
filter?.addEventListener('submit', (event) => { event.preventDefault(); applyFilter() })

document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName)
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  const search = document.querySelector('[type=search]')
  if (search === null) return
  event.preventDefault()
  search.focus()
})

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]')
  if (!button) return
  const said = button.textContent
  const isCopied = await navigator.clipboard.writeText(button.dataset.copy).then(() => true, () => false)
  button.textContent = isCopied ? 'Copied' : 'Not allowed'
  setTimeout(() => { button.textContent = said }, 1500)
})

followChanges(refresh, (isOpen) => { isConnected = isOpen; showState(isOpen) })
`
