/**
 * What the shop sells, for how much, and in which coins. Knows nothing of orders or payments.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/hono'

/** One thing on the shelf. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly about: string
  /** The letter that stands for a picture. */
  readonly tile: string
  readonly price: Amount
}

/** The shelf. A price is a decimal string: money never becomes a float. */
export const PRODUCTS: readonly Product[] = [
  {
    id: 'tea',
    name: 'A pot of green tea',
    about: 'Sencha for two, with a refill.',
    tile: 'T',
    price: { value: '4.50', currency: 'USD' },
  },
  {
    id: 'poster',
    name: 'A poster of a tower',
    about: 'Printed on heavy paper, 50 × 70 cm.',
    tile: 'P',
    price: { value: '19.99', currency: 'USD' },
  },
  {
    id: 'mug',
    name: 'A mug that says “paid”',
    about: 'Stoneware. Priced in the coin itself.',
    tile: 'M',
    price: { value: '12', currency: 'USDT' },
  },
]

/** The coins that the shop takes for its prices. */
export const CURRENCIES: readonly string[] = ['USDT', 'USDC']

/** The product of this id, if the shop has it. */
export function findProduct(id: unknown): Product | undefined {
  return PRODUCTS.find((product) => product.id === id)
}
