/**
 * The checkout page's script: counts down, follows the emulator's clock, and reloads the page when the order has changed or
 * time is up. The page does without it.
 *
 * @module
 */
import { FOLLOW_CHANGES_JS } from '../shared/page-paths.ts'

/** The script. */
export const COUNTDOWN_JS: string = `${FOLLOW_CHANGES_JS}
const countdown = document.querySelector('[data-countdown-ms]')
const order = document.querySelector('[data-version]')
const endAfter = (ms) => performance.now() + Number(ms)
let end = countdown && endAfter(countdown.dataset.countdownMs)
let timer

const show = () => {
  const seconds = Math.max(Math.ceil((end - performance.now()) / 1000), 0)
  const minutes = Math.floor(seconds / 60)
  countdown.textContent = '(' + minutes + ':' + String(seconds % 60).padStart(2, '0') + ' left)'
  if (seconds > 0) return
  clearInterval(timer)
  setTimeout(() => location.reload(), 1000)
}
if (countdown) {
  timer = setInterval(show, 1000)
  show()
}

// A form that was rejected is shown at the address of its button, which cannot be loaded.
const pageUrl = location.pathname.split('/').slice(0, 3).join('/')
let isLeaving = false
document.addEventListener('submit', () => { isLeaving = true })

const follow = async () => {
  const response = await fetch(pageUrl).catch(() => undefined)
  if (response === undefined) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  // A button that was pressed changes the order too, and leads to the shop.
  if (isLeaving) return
  if (page.querySelector('[data-version]')?.dataset.version !== order.dataset.version) {
    location.replace(pageUrl)
    return
  }
  const next = page.querySelector('[data-countdown-ms]')
  if (countdown === null || next === null) return
  end = endAfter(next.dataset.countdownMs)
  show()
}
if (order) followChanges(follow)
`
