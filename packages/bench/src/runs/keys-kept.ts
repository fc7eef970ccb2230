/**
 * Program: what a claim and its completion take in memory, as more keys are kept, against a memory of 1,000.
 *
 * @module
 */
import { createMemoryDeduplication } from '@paystablecoin/core/webhooks'
import type { Task } from '../measure/compare.ts'
import { report } from '../measure/report.ts'

const LEASE_MS = 60_000
const FEW = 1000

function keyOf(number: number): string {
  return `["",["payment","ORDER_${number}","SUCCEEDED","PAY_${number}",["99.99","USDT"]]]`
}

/** Handles new events with a store that is full. */
function storeTask(maxEntries: number): Task {
  const store = createMemoryDeduplication({ maxEntries, onEarlyEviction: () => undefined })
  let number = 0
  const handleNext = (): void => {
    const key = keyOf(++number)
    const claimed = store.claim(key, LEASE_MS)
    if ('token' in claimed) void store.complete(key, claimed.token, [])
  }
  for (let kept = 0; kept < maxEntries; kept += 1) handleNext()
  return handleNext
}

for (const maxEntries of [10_000, 50_000, 200_000]) {
  await report({
    part: 'growth',
    row: 'a claim with keys kept',
    what: `${maxEntries.toLocaleString('en')} keys`,
    against: `${FEW.toLocaleString('en')} keys`,
    ours: storeTask(maxEntries),
    theirs: storeTask(FEW),
    limit: {
      atMost: 2.5,
      why: 'Keys that nobody has touched for long are not in the caches of the processor, and old ones have to be collected as garbage.',
    },
  })
}
