/**
 * The shop's process, life after life: killed at chosen moments, and started again on the same port with the same journals.
 *
 * @module
 */
import { startChild } from '../support/child.ts'
import type { Child } from '../support/child.ts'
import { createRandom } from '../support/random.ts'
import type { ShopArgument } from './shop-process.ts'

/** A shop that is open, with pauses for its deaths. */
export interface OpenShop {
  readonly callbackUrl: string
  /** Told how many orders are placed, it may die. */
  readonly onPlaced: (count: number) => void
  /** Waits until the last death is over and the shop is open again. */
  readonly deathsAreOver: () => Promise<void>
  readonly deaths: () => number
  /** Closes it as a shutdown should: nothing in work is lost. */
  readonly close: () => Promise<void>
}

const SHOP = new URL('./shop-process.js', import.meta.url)

/** Opens a shop that will die `kills` times while `orders` orders are placed. */
export async function openShop(
  argument: Omit<ShopArgument, 'port' | 'life'>,
  kills: number,
  orders: number,
): Promise<OpenShop> {
  let life = 0
  let deaths = 0
  let child: Child
  const start = async (port: number): Promise<number> => {
    child = startChild(SHOP, { ...argument, port, life })
    life += 1
    return Number(await child.message())
  }
  const port = await start(0)

  const die = async (): Promise<void> => {
    if (await child.kill()) deaths += 1
    await start(port)
  }
  const moments = drawMoments(argument.seed, kills, orders)
  let dying = Promise.resolve()
  return {
    callbackUrl: `http://127.0.0.1:${port}/webhook/payment`,
    onPlaced: (count) => {
      while (moments.length > 0 && (moments[0] ?? 0) <= count) {
        moments.shift()
        dying = dying.then(die)
      }
    },
    deathsAreOver: () => dying,
    deaths: () => deaths,
    close: () => child.stop(),
  }
}

// After how many orders it dies, each time.
function drawMoments(seed: number, kills: number, orders: number): number[] {
  const random = createRandom(seed, 'deaths of the shop')
  return Array.from({ length: kills }, () => random.between(1, orders)).toSorted((a, b) => a - b)
}
