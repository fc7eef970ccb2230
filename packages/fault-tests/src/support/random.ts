/**
 * Random numbers that depend on a seed and a name, so that the parts of a run do not affect each other's.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A source of random values. */
export interface Random {
  /** From 0 up to 1. */
  readonly fraction: () => number
  /** A whole number from `min` to `max`, both included. */
  readonly between: (min: number, max: number) => number
  /** One of several; there must be one. */
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** `true` with this probability. */
  readonly happens: (probability: number) => boolean
}

/** Creates the source for a seed and a name. */
export function createRandom(seed: number, name: string): Random {
  return randomFrom(createHash('sha256').update(`${seed} ${name}`).digest().readInt32LE())
}

/** Creates the source for a whole number of 32 bits. */
export function randomFrom(start: number): Random {
  const generator = xoroshiro128plus(start)
  const fraction = (): number => uniformFloat64(generator)
  const between = (min: number, max: number): number =>
    min + Math.floor(fraction() * (max - min + 1))
  return {
    fraction,
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)]
      if (item === undefined) throw new TypeError('there is nothing to pick from')
      return item
    },
    happens: (probability) => fraction() < probability,
  }
}
