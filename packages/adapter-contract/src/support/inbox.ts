/**
 * Lists that can be awaited, and gates that block a handler, so that no case sleeps.
 *
 * @module
 */

/** Items in the order of their arrival. */
export interface Inbox<T> {
  readonly items: readonly T[]
  readonly add: (item: T) => void
  /** Resolves with the items as soon as there are this many. */
  readonly atLeast: (count: number) => Promise<readonly T[]>
}

/** Creates an empty inbox. */
export function createInbox<T>(): Inbox<T> {
  const items: T[] = []
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()

  function add(item: T): void {
    items.push(item)
    for (const waiter of waiting) {
      if (waiter.count > items.length) continue
      waiting.delete(waiter)
      waiter.resolve()
    }
  }

  async function atLeast(count: number): Promise<readonly T[]> {
    if (items.length < count) {
      await new Promise<void>((resolve) => waiting.add({ count, resolve }))
    }
    return items
  }

  return { items, add, atLeast }
}

/** Blocks whoever awaits it until it is opened. */
export interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

/** Creates a closed gate. */
export function createGate(): Gate {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}
