/**
 * Where the pages of orders and refunds are on the dashboard, and the stream of changes that open pages follow.
 * Knows no pages.
 *
 * @module
 */

/** The stream that says `change` whenever anything has changed. */
export const CHANGES_PATH = '/emulator/events'

/** The page of an order, by the merchant's id or the provider's. */
export function orderPath(id: string): string {
  return `/emulator/orders/${encodeURIComponent(id)}`
}

/** The page of a refund. */
export function refundPath(id: string): string {
  return `/emulator/refunds/${encodeURIComponent(id)}`
}

/**
 * A script's function `followChanges(changed, connected)`. It lets go of the stream while nobody looks at the page: a browser
 * has six connections to a host, and each open page would hold one.
 */
export const FOLLOW_CHANGES_JS: string = `
const followChanges = (changed, connected = () => undefined) => {
  let events
  const follow = () => {
    if (document.hidden) {
      events?.close()
      events = undefined
    } else if (events === undefined) {
      events = new EventSource('${CHANGES_PATH}')
      events.addEventListener('change', changed)
      events.addEventListener('open', () => connected(true))
      events.addEventListener('error', () => connected(false))
    }
  }
  document.addEventListener('visibilitychange', follow)
  follow()
}
`
