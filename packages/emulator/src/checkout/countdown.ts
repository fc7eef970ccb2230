/**
 * The checkout page's script: counts down, and reloads the page when time is up. The page does without it.
 *
 * @module
 */

/** The script. */
export const COUNTDOWN_JS = `
for (const element of document.querySelectorAll('[data-countdown-ms]')) {
  const end = performance.now() + Number(element.dataset.countdownMs)
  const show = () => {
    const seconds = Math.max(Math.ceil((end - performance.now()) / 1000), 0)
    const minutes = Math.floor(seconds / 60)
    element.textContent = '(' + minutes + ':' + String(seconds % 60).padStart(2, '0') + ' left)'
    if (seconds > 0) return
    clearInterval(timer)
    setTimeout(() => location.reload(), 1000)
  }
  const timer = setInterval(show, 1000)
  show()
}
`
