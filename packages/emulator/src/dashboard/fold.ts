/**
 * Folds what repeats itself: polls that nothing interrupts, and the attempts of one webhook.
 * Knows no calls and no webhooks.
 *
 * @module
 */

export interface Foldable {
  readonly atMs: number
  /** Items with the same key are folded; without one, an item stands alone. */
  readonly foldKey?: string | undefined
  /** What it is about: an item of another key with the same topic interrupts a series. */
  readonly topic?: string | undefined
  /** Whether nothing interrupts its series. */
  readonly isLasting?: boolean | undefined
}

/** What was folded: the first and the last of it, and how many there are. */
export interface Fold<T> {
  readonly first: T
  readonly last: T
  readonly count: number
}

/** Folds items that are in the order of time. The folds are in the order of their first items. */
export function fold<T extends Foldable>(items: readonly T[]): readonly Fold<T>[] {
  const folds: Fold<T>[] = []
  const openFolds = new Map<string, number>()
  const openKeys = new Map<string, string>()
  for (const item of items) {
    const { foldKey, topic, isLasting } = item
    const interrupted = topic === undefined ? undefined : openKeys.get(topic)
    if (topic !== undefined && interrupted !== undefined && interrupted !== foldKey) {
      openFolds.delete(interrupted)
      openKeys.delete(topic)
    }
    const index = foldKey === undefined ? undefined : openFolds.get(foldKey)
    const open = index === undefined ? undefined : folds[index]
    if (index !== undefined && open !== undefined) {
      folds[index] = { ...open, last: item, count: open.count + 1 }
      continue
    }
    if (foldKey !== undefined) openFolds.set(foldKey, folds.length)
    if (foldKey !== undefined && topic !== undefined && isLasting !== true) {
      openKeys.set(topic, foldKey)
    }
    folds.push({ first: item, last: item, count: 1 })
  }
  return folds
}
