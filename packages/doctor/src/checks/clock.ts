/**
 * This machine's clock against the `Date` of a response.
 * Must not know how the response was had.
 *
 * @module
 */
import type { FindingId } from '../findings/index.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'

// A Date has whole seconds and travels for a while.
const DRIFT_MS = 30_000
const TOLERANCE_MS = 300_000

/** Compares the clocks. */
export function checkClock(date: string | null, receivedAtMs: number): Finding {
  const aheadMs = receivedAtMs - Date.parse(date ?? '')
  if (Number.isNaN(aheadMs)) return find('clock', 'clock-unknown')
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const side = aheadMs > 0 ? 'ahead' : 'behind'
  return find('clock', judge(Math.abs(aheadMs)), `${seconds} s ${side}`)
}

function judge(offMs: number): FindingId {
  if (offMs > TOLERANCE_MS) return 'clock-off'
  return offMs > DRIFT_MS ? 'clock-drifts' : 'clock-right'
}
