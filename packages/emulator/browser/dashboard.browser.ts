/**
 * The dashboard in Chromium, against the emulator over sockets.
 *
 * @module
 */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findFaintTexts, overflowOf } from './chromium.ts'
import { EMULATOR_MERCHANT } from '../src/index.ts'
import { ID, setStage } from './stage.ts'

const stage = setStage()
const { open, createOrder, statusOf, clientOf } = stage

describe('the dashboard', () => {
  test('shows calls, webhooks and why a signature was rejected, live', async () => {
    const { context, page, errors } = await open()
    await page.goto(`${stage.running.url}/`)
    await page.getByText('Live', { exact: true }).waitFor()
    const checkoutUrl = await createOrder()
    await page.getByRole('cell', { name: ID }).waitFor()
    await fetch(`${checkoutUrl}/pay`, { method: 'POST', redirect: 'manual' })
    const lines = page.locator('#lines details')
    const webhook = lines.filter({ hasText: 'payment SUCCEEDED' })
    await webhook.locator('summary time').click()
    await webhook.getByText(/^\d{13}\s+POST\s+\/webhook\/payment\s/).waitFor()
    await clientOf('the-wrong-secret')
      .orders.retrieve(ID)
      .catch(() => undefined)
    await lines
      .locator('.reason', { hasText: /signature does not match.*the secret is most likely/ })
      .waitFor()
    expect(await webhook.getAttribute('open')).not.toBeNull()
    expect(await page.getByRole('heading', { name: /Failures 1/ }).isVisible()).toBe(true)
    expect(errors).toEqual([])
    await context.close()
  })

  test('recovers after a load has failed', async () => {
    const { context, page } = await open()
    await page.goto(`${stage.running.url}/`)
    await page.getByText('Live', { exact: true }).waitFor()
    const refused = page.waitForEvent('requestfailed')
    await page.route(
      (url) => url.pathname === '/',
      (route) => route.abort('connectionrefused'),
      { times: 1 },
    )
    await createOrder()
    await refused
    await page.getByRole('cell', { name: ID }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await context.close()
  })

  test.each<[string, BrowserContextOptions]>([
    ['with JavaScript', {}],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('has buttons that work %s', async (_, options) => {
    const { context, page, errors } = await open(options)
    await page.goto(`${stage.running.url}/`)
    await page.getByRole('combobox', { name: 'Fault' }).selectOption('withhold')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('heading', { name: 'Active faults' }).waitFor()
    const checkoutUrl = await createOrder()
    await fetch(`${checkoutUrl}/pay`, { method: 'POST', redirect: 'manual' })
    await stage.running.emulator.advance(1_000)
    await page.goto(`${stage.running.url}/`)
    const withheld = page.locator('#lines details', { hasText: 'payment PROCESSING' })
    await withheld.locator('summary time').click()
    await withheld.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => stage.running.emulator.deliveries()[0]?.state).toBe('delivered')
    await createOrder('ORDER_1738112345001')
    await page.goto(`${stage.running.url}/`)
    await page.getByRole('button', { name: 'Advance' }).click()
    await page
      .locator('#header-clock')
      .getByText(/^30 min/)
      .waitFor()
    await page.getByRole('button', { name: 'Pay late' }).click()
    await expect.poll(() => statusOf('ORDER_1738112345001')).toBe('SUCCEEDED')
    await page.getByText('Reset…').click()
    await page.getByRole('button', { name: 'Reset everything' }).click()
    await page.getByText('No calls yet').waitFor()
    expect(errors).toEqual([])
    await context.close()
  })

  test.each<[string, BrowserContextOptions]>([
    ['with JavaScript', {}],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('filters its timeline %s, also when something changes', async (_, options) => {
    const { context, page, errors } = await open(options)
    const apply = async () => {
      if (options.javaScriptEnabled === false)
        await page.getByRole('button', { name: 'Filter' }).click()
    }
    const other = 'ORDER_1738112345001'
    await createOrder()
    await createOrder(other)
    const entries = page.locator('#lines > ol > li')
    await page.goto(`${stage.running.url}/`)
    await page.getByLabel('Order or refund').fill(other)
    await apply()
    await page.waitForURL(/order=ORDER_1738112345001/)
    await expect.poll(() => entries.count()).toBe(1)
    await statusOf()
    await statusOf(other)
    if (options.javaScriptEnabled === false) await page.reload()
    await expect.poll(() => entries.count()).toBe(2)
    await page.getByLabel('Failed only').check()
    await apply()
    await page.getByText('Nothing matches the filter.').waitFor()
    await page.getByRole('combobox', { name: 'Fault' }).selectOption('withhold')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('heading', { name: 'Active faults' }).waitFor()
    expect(await page.getByLabel('Failed only').isChecked()).toBe(true)
    await page.getByRole('link', { name: 'Show everything' }).click()
    await expect.poll(() => entries.count()).toBe(4)
    expect(errors).toEqual([])
    await context.close()
  })

  test('copies the credentials, the text to sign and a line for curl', async () => {
    const { context, page, errors } = await open({
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    await createOrder()
    await page.goto(`${stage.running.url}/`)
    await page.getByRole('button', { name: 'Copy the API secret' }).click()
    await expect.poll(copied).toBe(EMULATOR_MERCHANT.apiSecret)
    await page.getByRole('button', { name: 'Copy as .env' }).click()
    await expect
      .poll(copied)
      .toBe(
        [
          `PSC_BASE_URL=${stage.running.url}`,
          `PSC_MERCHANT_ID=${EMULATOR_MERCHANT.merchantId}`,
          `PSC_API_KEY=${EMULATOR_MERCHANT.apiKey}`,
          `PSC_API_SECRET=${EMULATOR_MERCHANT.apiSecret}\n`,
        ].join('\n'),
      )
    await page.locator('#lines summary time').click()
    await page.getByRole('button', { name: 'Copy text to sign' }).click()
    await expect.poll(copied).toBe(stage.running.emulator.calls()[0]?.signedText)
    await page.getByRole('button', { name: 'Copy curl, signed when it runs' }).click()
    await expect.poll(copied).toMatch(/^T=\$\(date[^]*openssl[^]*curl -sS -X POST/)
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
