/**
 * What every example shop must do when it is started by the two commands of its README: take a payment from the sandbox over real
 * sockets.
 * Must not know a runtime.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCommands, startCommand } from './start-command.ts'
import type { RunningCommand } from './start-command.ts'
import { until } from './until.ts'

/** How an example gets its ports. */
export interface ShopCommand {
  readonly readme: URL
  readonly toOptions: (ports: { readonly shop: number; readonly sandboxUrl: string }) => {
    readonly args?: readonly string[]
    readonly env?: Record<string, string>
  }
  /** Makes the shop query its open orders now. */
  readonly reconcile: (shop: RunningShop) => Promise<unknown>
}

/** A shop that runs. */
export interface RunningShop {
  readonly url: string
  /** Stops the shop and starts it again: its orders must still be there. */
  readonly restart: () => Promise<void>
}

const LONGEST_START_MS = 180_000

/** Declares the tests of an example. */
export function describeShop(name: string, command: ShopCommand): void {
  describe(name, () => {
    let shop: RunningShop & { readonly stop: () => Promise<void> }
    let sandboxUrl: string

    beforeAll(async () => {
      ;({ shop, sandboxUrl } = await openShop(command))
    }, LONGEST_START_MS)

    afterAll(() => shop.stop())

    /** Buys, presses a button of the checkout page, and returns the order's page that it leads back to. */
    async function buyAndPress(button: string): Promise<string> {
      const bought = await post(`${shop.url}/orders`)
      const checkoutUrl = bought.headers.get('location') ?? ''
      expect([bought.status, checkoutUrl.slice(0, sandboxUrl.length)]).toEqual([303, sandboxUrl])
      const pressed = await post(`${checkoutUrl}/${button}`)
      expect(pressed.status).toBe(303)
      return pressed.headers.get('location') ?? ''
    }

    it('takes a payment and is notified by a webhook', async () => {
      const orderUrl = await buyAndPress('pay')
      expect(orderUrl.startsWith(`${shop.url}/orders/`)).toBe(true)
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it('does not treat an underpaid order as paid', async () => {
      const orderUrl = await buyAndPress('pay-too-little')
      const order = await until(
        () => readOrder(orderUrl),
        ({ status }) => status !== 'INIT',
      )
      expect(order.paid).toBe(false)
    })

    it('finds a cancelled order by a query, because no webhook is sent', async () => {
      const orderUrl = await buyAndPress('cancel')
      expect(await readOrder(orderUrl)).toEqual({ status: 'INIT', paid: false })
      await command.reconcile(shop)
      expect(await waitFor(orderUrl, 'CLOSED')).toEqual({ status: 'CLOSED', paid: false })
    })

    it('rejects a webhook that is not signed', async () => {
      const body = JSON.stringify({ merchantOrderId: 'ORDER_1738112345000', status: 'SUCCEEDED' })
      const response = await fetch(`${shop.url}/webhook/payment`, { method: 'POST', body })
      const answer = [response.status, await response.text()]
      expect(answer).toEqual([401, '{"error":"Invalid signature"}'])
    })

    it('answers 404 for an unknown order', async () => {
      const response = await fetch(`${shop.url}/orders/ORDER_0000000000000`)
      expect(response.status).toBe(404)
    })
  })
}

async function openShop({ readme, toOptions }: ShopCommand) {
  const [sandboxCommand = '', shopCommand = ''] = await readCommands(readme)
  const [sandboxPort, shopPort] = [await findFreePort(), await findFreePort()]
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const url = `http://127.0.0.1:${shopPort}`
  const options = toOptions({ shop: shopPort, sandboxUrl })

  const sandbox = await startCommand(readme, sandboxCommand, {
    args: ['--port', String(sandboxPort)],
  })
  await answers(sandboxUrl, sandbox)
  let running = await startCommand(readme, shopCommand, options)
  await answers(url, running)

  const restart = async (): Promise<void> => {
    await running.stop()
    running = await startCommand(readme, shopCommand, options)
    await answers(url, running)
  }
  const stop = async (): Promise<void> => {
    await running.stop()
    await sandbox.stop()
  }
  return { sandboxUrl, shop: { url, restart, stop } }
}

async function answers(url: string, { output }: RunningCommand): Promise<void> {
  try {
    await until(
      () => fetch(url),
      () => true,
      LONGEST_START_MS / 2,
    )
  } catch (error) {
    throw new Error(`${url} does not answer:\n${output()}`, { cause: error })
  }
}

function post(url: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' })
}

interface Order {
  readonly status: string
  readonly paid: boolean
}

async function readOrder(url: string): Promise<Order> {
  return (await fetch(url)).json() as Promise<Order>
}

function waitFor(url: string, wanted: string): Promise<Order> {
  return until(
    () => readOrder(url),
    ({ status }) => status === wanted,
  )
}
