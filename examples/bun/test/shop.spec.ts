/**
 * The README's two commands, on free ports: the shop on Bun takes payments from the emulator.
 *
 * @module
 */
import { describeShop } from '@paystablecoin/runtimes/describe-shop'
import { rm } from 'node:fs/promises'
import { afterAll } from 'vitest'

const ORDERS_FILE = `test-${process.pid}.sqlite`
afterAll(() => rm(new URL(`../${ORDERS_FILE}`, import.meta.url), { force: true }))

describeShop('the shop on Bun', {
  readme: new URL('../README.md', import.meta.url),
  toOptions: ({ shop, emulatorUrl }) => ({
    env: { PORT: String(shop), PSC_BASE_URL: emulatorUrl, ORDERS_FILE },
  }),
  // It asks when it starts, and then once a minute.
  reconcile: ({ restart }) => restart(),
})
