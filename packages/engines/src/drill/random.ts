/**
 * Chance from a seed, so that a drill can be run again.
 *
 * @module
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A source of chance. */
export interface Random {
  /** A whole number from 0 to one less than `limit`. */
  readonly below: (limit: number) => number
  readonly pick: <Item>(items: readonly Item[]) => Item
  readonly shuffle: <Item>(items: readonly Item[]) => Item[]
}

/** Creates the source for a seed. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1)

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[below(items.length)]
    if (item === undefined) throw new RangeError('there is nothing to pick')
    return item
  }

  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, at: below(2 ** 30) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item)
  }

  return { below, pick, shuffle }
}
