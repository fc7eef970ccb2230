/**
 * The dashboard in Chromium, against the emulator over sockets.
 *
 * @module
 */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findFaintTexts, overflowOf, takePicture } from './chromium.ts'
import { ID, setStage } from './stage.ts'

const stage = setStage()
const { open, createOrder, statusOf, clientOf } = stage

describe('the dashboard', () => {
  test('shows calls, webhooks and why a signature was rejected, live', async () => {
    const { context, page, errors } = await open()
    await page.goto(`${stage.running.url}/`)
    await page.getByText('Live.').waitFor()
    const checkoutUrl = await createOrder()
    await page.getByRole('cell', { name: ID }).waitFor()
    await fetch(`${checkoutUrl}/pay`, { method: 'POST', redirect: 'manual' })
    await clientOf('the-wrong-secret')
      .orders.retrieve(ID)
      .catch(() => undefined)
    await page.getByText('wrong-secret.').waitFor()
    await page.getByText('payment SUCCEEDED').waitFor()
    await page.getByText('payment SUCCEEDED').click()
    const details = page.locator('details', { hasText: 'payment SUCCEEDED' })
    await details.getByText(/^\d{13}\s+POST\s+\/webhook\/payment\s/).waitFor()
    await clientOf().orders.retrieve(ID)
    await page.locator('.timeline > li').nth(4).waitFor()
    expect(await details.getAttribute('open')).not.toBeNull()
    expect(await findFaintTexts(page)).toEqual([])
    await takePicture(page, 'dashboard')
    expect(errors).toEqual([])
    await context.close()
  })

  test('recovers after a load has failed', async () => {
    const { context, page } = await open()
    await page.goto(`${stage.running.url}/`)
    await page.getByText('Live.').waitFor()
    const refused = page.waitForEvent('requestfailed')
    await page.route('**/emulator/live', (route) => route.abort('connectionrefused'), { times: 1 })
    await createOrder()
    await refused
    await page.getByRole('cell', { name: ID }).waitFor()
    await page.getByText('Live.').waitFor()
    await context.close()
  })

  test.each<[string, BrowserContextOptions]>([
    ['with JavaScript', {}],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('has buttons that work %s', async (_, options) => {
    const { context, page, errors } = await open(options)
    await page.goto(`${stage.running.url}/`)
    await page.getByLabel('Fault').selectOption('withhold')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('heading', { name: 'Active faults' }).waitFor()
    const checkoutUrl = await createOrder()
    await fetch(`${checkoutUrl}/pay`, { method: 'POST', redirect: 'manual' })
    await stage.running.emulator.advance(1_000)
    await page.goto(`${stage.running.url}/`)
    const withheld = page.locator('details', { hasText: 'payment PROCESSING' })
    await withheld.locator('summary').click()
    await withheld.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => stage.running.emulator.deliveries()[0]?.state).toBe('delivered')
    await createOrder('ORDER_1738112345001')
    await page.goto(`${stage.running.url}/`)
    await page.getByRole('button', { name: 'Advance' }).click()
    await page.getByRole('button', { name: 'Pay late' }).click()
    await expect.poll(() => statusOf('ORDER_1738112345001')).toBe('SUCCEEDED')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('No calls yet').waitFor()
    expect(errors).toEqual([])
    await context.close()
  })

  test.each<[string, BrowserContextOptions]>([
    ['with JavaScript', {}],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('filters its timeline %s, also when something changes', async (_, options) => {
    const { context, page, errors } = await open(options)
    const other = 'ORDER_1738112345001'
    await createOrder()
    await createOrder(other)
    const entries = page.locator('.timeline > li')
    await page.goto(`${stage.running.url}/`)
    await page.getByLabel('Timeline of order').fill(other)
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/order=ORDER_1738112345001/)
    expect(await entries.count()).toBe(1)
    await statusOf()
    await statusOf(other)
    if (options.javaScriptEnabled === false) await page.reload()
    await entries.nth(1).waitFor()
    expect(await entries.count()).toBe(2)
    await page.getByLabel('failed only').check()
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('Nothing matches the filter.').waitFor()
    await page.getByLabel('Fault').selectOption('withhold')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('heading', { name: 'Active faults' }).waitFor()
    expect(await page.getByLabel('failed only').isChecked()).toBe(true)
    await page.getByLabel('failed only').uncheck()
    await page.getByLabel('kind').selectOption('webhook')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('Nothing matches the filter.').waitFor()
    await page.getByRole('link', { name: 'Show everything' }).click()
    await entries.nth(3).waitFor()
    expect(errors).toEqual([])
    await context.close()
  })

  test.each(['light', 'dark'] as const)('is readable on a small phone, %s', async (colorScheme) => {
    const { context, page } = await open({
      viewport: { width: 320, height: 640 },
      colorScheme,
    })
    await createOrder()
    stage.running.emulator.faults.add({ kind: 'drop' })
    await page.goto(`${stage.running.url}/`)
    expect(await overflowOf(page)).toBe(0)
    expect(await findFaintTexts(page)).toEqual([])
    await context.close()
  })

  test('cannot be pressed by a page from elsewhere', async () => {
    const { context, page } = await open()
    await createOrder()
    await page.goto(stage.shopUrl)
    await page.evaluate((target) => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action: `${target}/emulator/reset` })
      document.body.append(form)
      form.submit()
    }, stage.running.url)
    await page.getByText('Only the dashboard itself').waitFor()
    expect(await statusOf()).toBe('INIT')
    await context.close()
  })
})
