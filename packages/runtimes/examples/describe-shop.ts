/**
 * What every example shop must do when it is started by the two commands of its README: take a payment from the emulator over real
 * sockets.
 * Must not know a runtime.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paymentOf, pressDashboard, sendWebhook, withoutWebhooks } from './provider.ts'
import { readCommands, startCommand } from './start-command.ts'
import type { RunningCommand } from './start-command.ts'
import { until } from './until.ts'

/** How an example gets its ports. */
export interface ShopCommand {
  readonly readme: URL
  readonly toOptions: (ports: { readonly shop: number; readonly emulatorUrl: string }) => {
    readonly args?: readonly string[]
    readonly env?: Record<string, string>
  }
  /** The longest order id of a webhook that the shop can keep. @default 100000 */
  readonly longestId?: number | undefined
  /** Makes the shop query its open orders now. */
  readonly reconcile: (shop: RunningShop) => Promise<unknown>
}

/** A shop that runs. */
export interface RunningShop {
  readonly url: string
  /** What it has written since it was started. */
  readonly output: () => string
  /** Stops the shop and starts it again: its orders must still be there. */
  readonly restart: () => Promise<void>
}

const LONGEST_START_MS = 180_000
/** The shop's own reconciliation, once a minute, would most likely not have found it by then. */
const SOONER_THAN_A_ROUND_MS = 5_000

/** Declares the tests of an example. */
export function describeShop(name: string, command: ShopCommand): void {
  describe(name, () => {
    let shop: RunningShop & { readonly stop: () => Promise<void> }
    let emulatorUrl: string

    beforeAll(async () => {
      ;({ shop, emulatorUrl } = await openShop(command))
    }, LONGEST_START_MS)

    afterAll(() => shop.stop())

    /** Buys one thing, and returns where to pay it. */
    async function buy(): Promise<string> {
      const bought = await post(`${shop.url}/orders`)
      const checkoutUrl = bought.headers.get('location') ?? ''
      expect([bought.status, checkoutUrl.slice(0, emulatorUrl.length)]).toEqual([303, emulatorUrl])
      return checkoutUrl
    }

    /** Buys, presses a button of the checkout page, and returns the order's page that it leads back to. */
    async function buyAndPress(button: string): Promise<string> {
      return press(await buy(), button)
    }

    /** An order of which nothing is paid yet: its page, and its id. */
    async function openOrder(): Promise<readonly [string, string]> {
      const orderUrl = await buyAndPress('cancel')
      return [orderUrl, idOf(orderUrl)]
    }

    it('takes a payment and is notified by a webhook', async () => {
      const orderUrl = await buyAndPress('pay')
      expect(orderUrl.startsWith(`${shop.url}/orders/`)).toBe(true)
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it('names the order and its amount in its log', async () => {
      const id = idOf(await buyAndPress('pay'))
      for (const change of ['to be paid at http', 'SUCCEEDED, paid']) {
        const line = `order ${id} (4.50 USD): ${change}`
        await until(
          async () => shop.output(),
          (output) => output.includes(line),
        )
      }
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

    it('finds the money of a closed order that was paid late, although its webhook was lost', async () => {
      const checkoutUrl = await buy()
      const orderUrl = await press(checkoutUrl, 'cancel')
      await command.reconcile(shop)
      await waitFor(orderUrl, 'CLOSED')
      await withoutWebhooks(emulatorUrl, async () => {
        await pressDashboard(emulatorUrl, `orders/${idOf(checkoutUrl)}/pay-late`)
        await until(
          () => command.reconcile(shop).then(() => readOrder(orderUrl)),
          ({ paid }) => paid,
        )
      })
    })

    it('counts the rest of the money that arrives after SUCCEEDED, and never takes it back', async () => {
      const [orderUrl, id] = await openOrder()
      const tooLittle = { cryptoPaidAmount: { value: '1.00', currency: 'USDT' } }
      const silent = { cryptoPaidAmount: null, paymentOrderId: 'PAY_1738112345222' }
      await sendWebhook(shop.url, { ...paymentOf(id), ...tooLittle })
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: false })
      await sendWebhook(shop.url, paymentOf(id))
      await until(
        () => readOrder(orderUrl),
        ({ paid }) => paid,
      )
      await sendWebhook(shop.url, { ...paymentOf(id), ...silent })
      await sendWebhook(shop.url, { ...paymentOf(id), status: 'CLOSED' })
      await command.reconcile(shop)
      expect(await readOrder(orderUrl)).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it('takes a payment through API Checkout', async () => {
      const [orderUrl, id] = await openOrder()
      await sendWebhook(shop.url, { ...paymentOf(id), finalStatus: true })
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it('does not take a coin that it does not know for money', async () => {
      const [orderUrl, id] = await openOrder()
      const sum = { value: '4.50', currency: 'SHIB' }
      const coins = { cryptoPaymentAmount: sum, cryptoPaidAmount: sum }
      await sendWebhook(shop.url, { ...paymentOf(id), ...coins })
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: false })
    })

    it('looks an event of an unknown shape up', async () => {
      const orderUrl = await withoutWebhooks(emulatorUrl, async () => {
        const page = await buyAndPress('pay')
        const event = paymentOf(idOf(page))
        await until(
          () => sendWebhook(shop.url, { event, sentAtMs: Date.now() }).then(() => readOrder(page)),
          ({ status }) => status === 'SUCCEEDED',
          SOONER_THAN_A_ROUND_MS,
        )
        return page
      })
      expect(await readOrder(orderUrl)).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it('gives the provider its own address, whatever the Host header says', async () => {
      const { statusCode, headers } = await postWithHost(`${shop.url}/orders`, 'evil.example')
      expect(statusCode).toBe(303)
      const orderUrl = await press(headers.location ?? '', 'pay')
      expect(orderUrl.startsWith(`${shop.url}/orders/`)).toBe(true)
      expect(await waitFor(orderUrl, 'SUCCEEDED')).toEqual({ status: 'SUCCEEDED', paid: true })
    })

    it.each([
      ['has a NUL', 'ORDER_\u0000'],
      ['has half a character', 'ORDER_\uD800'],
      ['is very long', 'x'.repeat(command.longestId ?? 100_000)],
    ])('accepts a webhook of an order whose id %s', async (_name, id) => {
      expect(await sendWebhook(shop.url, paymentOf(id))).toBe(200)
    })

    it.each([
      ['has a NUL', 'ORDER_%00'],
      ['has half a character', 'ORDER_%ED%A0%80'],
      ['is no percent-encoding', '%'],
      ['is very long', 'x'.repeat(5_000)],
    ])('answers 4xx for an order whose id %s', async (_name, id) => {
      const { status } = await fetch(`${shop.url}/orders/${id}`)
      expect([400, 404, 414]).toContain(status)
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
  const [emulatorCommand = '', shopCommand = ''] = await readCommands(readme)
  const [emulatorPort, shopPort] = [await findFreePort(), await findFreePort()]
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`
  const url = `http://127.0.0.1:${shopPort}`
  const options = toOptions({ shop: shopPort, emulatorUrl })

  const emulator = await startCommand(readme, emulatorCommand, {
    args: ['--port', String(emulatorPort)],
  })
  await answers(emulatorUrl, emulator)
  let running = await startCommand(readme, shopCommand, options)
  await answers(url, running)

  const restart = async (): Promise<void> => {
    await running.stop()
    running = await startCommand(readme, shopCommand, options)
    await answers(url, running)
  }
  const stop = async (): Promise<void> => {
    await running.stop()
    await emulator.stop()
  }
  const output = (): string => running.output()
  return { emulatorUrl, shop: { url, output, restart, stop } }
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

/** Presses a button of the checkout page, and returns the order's page that it leads back to. */
async function press(checkoutUrl: string, button: string): Promise<string> {
  const pressed = await post(`${checkoutUrl}/${button}`)
  expect(pressed.status).toBe(303)
  return pressed.headers.get('location') ?? ''
}

/** As `post`; fetch allows no `Host` of one's own. */
async function postWithHost(url: string, host: string): Promise<IncomingMessage> {
  const sent = request(url, { method: 'POST', headers: { host } }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response
}

function idOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
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
