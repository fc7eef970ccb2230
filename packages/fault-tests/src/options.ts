/**
 * The command line of a run.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

/** The size of a run, and its seed. */
export interface RunOptions {
  readonly seed: number
  /** Orders created under faults (part 1). */
  readonly orders: number
  /** How often the merchant is killed while it creates orders (part 2). */
  readonly kills: number
  /** Orders through the shop (part 3), once without and once with kills. */
  readonly shopOrders: number
  /** How often the shop is killed. */
  readonly shopKills: number
  /** The only part to run. @default all */
  readonly part: number | undefined
}

const QUICK_DIVISOR = 10

/**
 * Reads the command line of `test:faults [--seed N] [--orders N] [--kills N] [--part N] [--quick]`.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function readOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      seed: { type: 'string' },
      orders: { type: 'string' },
      kills: { type: 'string' },
      part: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  })
  const divisor = values.quick ? QUICK_DIVISOR : 1
  const orders = wholeNumber('orders', values.orders) ?? 5_000 / divisor
  const kills = wholeNumber('kills', values.kills) ?? 50 / divisor
  return {
    seed: wholeNumber('seed', values.seed) ?? randomInt(2 ** 31),
    orders,
    kills,
    shopOrders: Math.ceil(orders * 0.4),
    shopKills: Math.ceil(kills * 0.4),
    part: wholeNumber('part', values.part),
  }
}

/** A whole number of the command line. */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,9}$/.test(text)) throw new TypeError(`--${name} takes a whole number`)
  return Number(text)
}
