/**
 * The example shop against the emulator in Chromium, both as `pnpm demo` starts them: buy, pay, cancel, expire, underpay, refund.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium, openWatched, takePicture } from './chromium.ts'

const DEMO = new URL('../../../examples/hono-node/dist/demo/main.js', import.meta.url).pathname

let browser: Browser
let demo: ChildProcess
let shopUrl: string
let emulatorUrl: string

beforeAll(async () => {
  if (!existsSync(DEMO))
    throw new Error('The example shop is not built: run "pnpm run build" first.')
  browser = await launchChromium()
  demo = spawn(process.execPath, [DEMO, '--shop-port', '0', '--emulator-port', '0'])
  const said = await readUntil(demo, /PayStablecoin\s+http\S+/)
  shopUrl = /The shop\s+(http\S+)/.exec(said)?.[1] ?? ''
  emulatorUrl = /PayStablecoin\s+(http\S+)/.exec(said)?.[1] ?? ''
})

afterAll(async () => {
  await browser?.close()
  if (demo?.exitCode !== null) return
  demo.kill('SIGTERM')
  await once(demo, 'close')
})

beforeEach(() => press('/emulator/reset'))

function readUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: unknown): void => {
      said += String(chunk)
      if (pattern.test(said)) resolve(said)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('close', () => reject(new Error(`The demo ended: ${said}`)))
  })
}

/** Presses a button of the dashboard as a script does. */
async function press(path: string, body: unknown = {}): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${emulatorUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

/** Buys the first thing, as far as the checkout page. */
async function buy(page: Page): Promise<void> {
  await page.goto(shopUrl)
  await page.getByRole('button', { name: 'Buy' }).first().click()
  await page.waitForURL(`${emulatorUrl}/checkout/**`)
}

/** Waits until the customer is back at the shop, and reads what its page says at once. */
async function readStateOnReturn(page: Page): Promise<string | null> {
  await page.waitForURL(/\/orders\/shop-[^/]+$/)
  return page.locator('main').getAttribute('data-status')
}

/** Waits until the shop's page, which loads itself again, says so. */
async function waitForState(page: Page, attribute: string, value: string): Promise<void> {
  await page.locator(`main[data-${attribute}="${value}"]`).waitFor({ timeout: 25_000 })
}

describe.each<[string, string, BrowserContextOptions]>([
  ['with JavaScript', 'js', {}],
  ['without JavaScript', 'no-js', { javaScriptEnabled: false }],
])('a customer %s', (_, name, options) => {
  test('buys, pays, comes back and gets the goods; then the money back', async () => {
    const { context, page, errors } = await openWatched(browser, options)
    await buy(page)
    await page.getByRole('radio', { name: 'Binance Pay' }).check()
    await page.getByRole('button', { name: /^Pay \d/ }).click()
    await page.waitForURL(`${shopUrl}/orders/**`)
    await waitForState(page, 'status', 'SUCCEEDED')
    await page.getByText('Show the pickup code').waitFor()
    await takePicture(page, `shop-paid-${name}`)
    await page.getByRole('button', { name: 'Refund' }).click()
    await waitForState(page, 'refund', 'SUCCEEDED')
    await takePicture(page, `shop-refunded-${name}`)
    expect(errors).toEqual([])
    await context.close()
  })

  test.each([
    ['cancels', 'Cancel', 'CLOSED'],
    ['fails to pay', 'Fail', 'FAILED'],
  ])('%s, and reads so at once', async (_what, button, status) => {
    const { context, page, errors } = await openWatched(browser, options)
    await buy(page)
    await page.getByRole('button', { name: button }).click()
    expect(await readStateOnReturn(page)).toBe(status)
    expect(errors).toEqual([])
    await context.close()
  })
})

test('a customer lets the order expire: no webhook is sent, and reads so at once', async () => {
  const { context, page, errors } = await openWatched(browser)
  await buy(page)
  await press('/emulator/advance', { minutes: 60 })
  await page.reload()
  await page.getByText('This order is closed').waitFor()
  await page.getByRole('link', { name: 'Back to the shop' }).click()
  expect(await readStateOnReturn(page)).toBe('CLOSED')
  expect(errors).toEqual([])
  await context.close()
})

test('a customer pays too little, then the rest', async () => {
  const { context, page, errors } = await openWatched(browser)
  await buy(page)
  const checkoutUrl = page.url()
  await page.getByRole('button', { name: 'Pay too little' }).click()
  await waitForState(page, 'status', 'PROCESSING')
  expect(await page.getByText('pickup code').count()).toBe(0)
  await takePicture(page, 'shop-underpaid')
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: /^Pay \d/ }).click()
  await waitForState(page, 'status', 'SUCCEEDED')
  await waitForState(page, 'check', 'covered')
  expect(errors).toEqual([])
  await context.close()
})

test('SUCCEEDED with too small an amount hands over nothing', async () => {
  const { context, page, errors } = await openWatched(browser)
  await press('/emulator/faults', { kind: 'underpaid' })
  await buy(page)
  await page.getByRole('button', { name: /^Pay \d/ }).click()
  await waitForState(page, 'status', 'SUCCEEDED')
  await waitForState(page, 'check', 'underpaid')
  expect(await page.getByText('pickup code').count()).toBe(0)
  expect(errors).toEqual([])
  await context.close()
})

test('a page that is not the shop’s cannot press Refund', async () => {
  const { context, page } = await openWatched(browser)
  await buy(page)
  await page.getByRole('button', { name: /^Pay \d/ }).click()
  await waitForState(page, 'status', 'SUCCEEDED')
  const orderUrl = page.url()
  await page.goto('about:blank')
  await page.setContent(
    `<form method="post" action="${orderUrl}/refund"><button>Win</button></form>`,
  )
  await page.getByRole('button').click()
  await page.getByText('not on a page of this shop').waitFor()
  await page.goto(orderUrl)
  expect(await page.locator('main').getAttribute('data-refund')).toBe('')
  await context.close()
})

test('the dashboard shows each attempt to deliver a webhook, live', async () => {
  const { context, page, errors } = await openWatched(browser)
  const dashboard = await context.newPage()
  await dashboard.goto(`${emulatorUrl}/`)
  await dashboard.getByText('Live', { exact: true }).waitFor()
  await buy(page)
  await page.getByRole('button', { name: /^Pay \d/ }).click()
  for (const status of ['PROCESSING', 'SUCCEEDED']) {
    const attempt = dashboard.locator('.timeline > li', { hasText: `payment ${status} → /` })
    await attempt.getByText('HTTP 200').waitFor()
  }
  await waitForState(page, 'status', 'SUCCEEDED')
  await page.getByRole('button', { name: 'Refund' }).click()
  await dashboard.getByText('refund SUCCEEDED').waitFor()
  await takePicture(dashboard, 'dashboard-of-the-shop')
  expect(errors).toEqual([])
  await context.close()
})
