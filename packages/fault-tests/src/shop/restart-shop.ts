/**
 * The shop's process: killed at drawn moments, and started again on the same port with the same journals.
 *
 * @module
 */
import { startChild } from '../support/child.ts'
import type { Child } from '../support/child.ts'
import { createRandom } from '../support/random.ts'
import type { ShopArgument } from './shop-process.ts'

/** A shop that is open, except between a kill and the restart. */
export interface OpenShop {
  readonly callbackUrl: string
  /** Takes the number of orders placed so far, and may kill the shop. */
  readonly onPlaced: (count: number) => void
  /** Waits until the shop is open again after its last kill. */
  readonly restarted: () => Promise<void>
  readonly kills: () => number
  /** Shuts it down properly: nothing in progress is lost. */
  readonly close: () => Promise<void>
}

const SHOP = new URL('./shop-process.js', import.meta.url)

/** Opens a shop that is killed `kills` times while `orders` orders are placed. */
export async function openShop(
  argument: Omit<ShopArgument, 'port' | 'start'>,
  kills: number,
  orders: number,
): Promise<OpenShop> {
  let starts = 0
  let killed = 0
  let child: Child
  const start = async (port: number): Promise<number> => {
    child = startChild(SHOP, { ...argument, port, start: starts })
    starts += 1
    return Number(await child.message())
  }
  const port = await start(0)

  const killAndRestart = async (): Promise<void> => {
    if (await child.kill()) killed += 1
    await start(port)
  }
  const moments = drawMoments(argument.seed, kills, orders)
  let restarting = Promise.resolve()
  return {
    callbackUrl: `http://127.0.0.1:${port}/webhook/payment`,
    onPlaced: (count) => {
      while (moments.length > 0 && (moments[0] ?? 0) <= count) {
        moments.shift()
        restarting = restarting.then(killAndRestart)
      }
    },
    restarted: () => restarting,
    kills: () => killed,
    close: () => child.stop(),
  }
}

// The numbers of placed orders after which it is killed.
function drawMoments(seed: number, kills: number, orders: number): number[] {
  const random = createRandom(seed, 'kills of the shop')
  return Array.from({ length: kills }, () => random.between(1, orders)).toSorted((a, b) => a - b)
}
