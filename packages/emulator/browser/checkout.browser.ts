/**
 * The checkout page in Chromium, against the emulator over sockets.
 *
 * @module
 */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findFaintTexts, findViolations, overflowOf, takePicture } from './chromium.ts'
import { ID, setStage } from './stage.ts'

const stage = setStage()
const { open, createOrder, statusOf } = stage

describe.each<[string, BrowserContextOptions]>([
  ['with JavaScript', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
])('the checkout page %s', (_, options) => {
  test.each([
    ['Pay 18.50 USDT', 'SUCCEEDED'],
    ['Pay too little', 'PROCESSING'],
    ['Fail', 'FAILED'],
    ['Cancel', 'CLOSED'],
  ])('%s goes back to the shop, and the order is %s', async (button, status) => {
    const { context, page, errors } = await open(options)
    const checkoutUrl = await createOrder()
    await page.goto(checkoutUrl)
    await page.getByRole('radio', { name: 'KuCoin Pay' }).check()
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.waitForURL(`${stage.shopUrl}/orders/1`)
    await stage.running.emulator.advance(1_000)
    expect(await statusOf()).toBe(status)
    expect(errors).toEqual([])
    await context.close()
  })

  test('shows network, address and QR code of the chain that is chosen, and of no other', async () => {
    const { context, page, errors } = await open(options)
    await page.goto(await createOrder())
    await page.getByRole('radio', { name: 'USDT on TRON (TRC-20)' }).check()
    expect(await page.getByRole('img', { name: 'address on TRON' }).isVisible()).toBe(true)
    expect(await page.getByText('emulator-tron-').isVisible()).toBe(true)
    expect(await page.getByText('emulator-eth-').isVisible()).toBe(false)
    expect(errors).toEqual([])
    await context.close()
  })

  test('takes the rest after too little', async () => {
    const { context, page } = await open(options)
    const checkoutUrl = await createOrder()
    await page.goto(checkoutUrl)
    await page.getByRole('button', { name: 'Pay too little' }).click()
    await page.goto(checkoutUrl)
    await page.getByRole('status').getByText('too little').waitFor()
    await page.getByRole('button', { name: 'Pay 1.85 USDT' }).click()
    await stage.running.emulator.advance(1_000)
    expect(await statusOf()).toBe('SUCCEEDED')
    await context.close()
  })

  test('says that an order has expired, and links back', async () => {
    const { context, page } = await open(options)
    const checkoutUrl = await createOrder()
    await stage.running.emulator.advance(30 * 60_000)
    await page.goto(checkoutUrl)
    await page.getByText('This order is closed').waitFor()
    await page.getByRole('link', { name: 'Back to the shop' }).click()
    await page.waitForURL(`${stage.shopUrl}/orders/1`)
    await context.close()
  })
})

describe('the checkout page', () => {
  test('counts down, and reloads when time is up', async () => {
    const { context, page, errors } = await open()
    const expiresAt = new Date(Date.now() + 3_500)
    await page.goto(await createOrder(ID, { expiresAt }))
    await page.getByText(/0:0[123] left/).waitFor()
    await page.getByText('This order is closed').waitFor({ timeout: 15_000 })
    expect(errors).toEqual([])
    await context.close()
  })

  test('follows the advanced clock while it is open, and a change from elsewhere', async () => {
    const { context, page, errors } = await open()
    await page.goto(await createOrder())
    await page.getByText(/29:\d\d left/).waitFor()
    await page.getByRole('radio', { name: 'KuCoin Pay' }).check()
    await stage.running.emulator.advance(20 * 60_000)
    await page.getByText(/9:\d\d left/).waitFor()
    expect(await page.getByRole('radio', { name: 'KuCoin Pay' }).isChecked()).toBe(true)
    await stage.running.emulator.underpay(ID)
    await page.getByText('Too little has arrived: 16.65 USDT of 18.50 USDT.').waitFor()
    await stage.running.emulator.advance(10 * 60_000)
    await page.getByText('This order is closed').waitFor()
    await page.getByText('Only 16.65 USDT of 18.50 USDT arrived.').waitFor()
    expect(errors).toEqual([])
    await context.close()
  })

  test('keeps the buttons of the emulator apart from those of a customer', async () => {
    const { context, page } = await open()
    await page.goto(await createOrder())
    const own = page.getByRole('region', { name: 'Only in the emulator' })
    const namesIn = (buttons: ReturnType<typeof own.getByRole>) => buttons.allInnerTexts()
    expect(await namesIn(own.getByRole('button'))).toEqual(['Pay too little', 'Fail'])
    const customers = page.getByRole('region', { name: 'Lighthouse Coffee' })
    expect(await namesIn(customers.getByRole('button'))).toEqual(['Pay 18.50 USDT', 'Cancel'])
    await own.getByRole('link', { name: 'What happened to this order' }).click()
    await page.getByRole('heading', { name: ID }).waitFor()
    await context.close()
  })

  test('can be used with the keyboard alone', async () => {
    const { context, page } = await open()
    await page.goto(await createOrder())
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { name: 'KuCoin Pay' }).isChecked()).toBe(true)
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    )
    expect(outline).toBe('solid')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${stage.shopUrl}/orders/1`)
    await context.close()
  })

  test('shows what a merchant sent as text, never as HTML', async () => {
    const { context, page, errors } = await open()
    const description = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    page.on('dialog', (dialog) => errors.push(dialog.message()))
    await page.goto(await createOrder(ID, { description }))
    expect(await page.getByText(description).isVisible()).toBe(true)
    expect(errors).toEqual([])
    await context.close()
  })

  test.each(['light', 'dark'] as const)('is readable on a small phone, %s', async (colorScheme) => {
    const { context, page } = await open({
      viewport: { width: 320, height: 640 },
      colorScheme,
    })
    const description = 'Two bags of single-origin beans'
    await page.goto(await createOrder(ID, { description }))
    await page.getByRole('radio', { name: 'USDT on TRON (TRC-20)' }).check()
    expect(await findViolations(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    expect(await findFaintTexts(page)).toEqual([])
    const { height = 0 } = (await page.getByRole('button', { name: 'Fail' }).boundingBox()) ?? {}
    expect(height).toBeGreaterThanOrEqual(44)
    const widths = await page
      .getByRole('radio')
      .evaluateAll((all) => all.map((one) => one.clientWidth))
    expect(new Set(widths).size).toBe(1)
    await takePicture(page, `checkout-${colorScheme}`)
    await stage.running.emulator.underpay(ID)
    await page.getByText('Too little has arrived').waitFor()
    expect(await findViolations(page)).toEqual([])
    await takePicture(page, `checkout-underpaid-${colorScheme}`)
    await context.close()
  })
})
