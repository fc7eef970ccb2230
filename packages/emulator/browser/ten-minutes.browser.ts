/**
 * After ten minutes of a shop, in Chromium: a failure is seen at once, an order's page tells what happened, the keyboard is
 * enough, axe finds nothing. Pictures are kept for a person to look at.
 *
 * @module
 */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findFaintTexts, findViolations, overflowOf, takePicture } from './chromium.ts'
import { setStage } from './stage.ts'
import { BROKEN_ID, playTenMinutes, POLLED_ID, REFUND_ID } from './ten-minutes.ts'

const stage = setStage()
const { open } = stage

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 390, height: 844 }

/** Opens a page of the dashboard and waits until its script runs. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${stage.running.url}${path}`)
  await page.getByText('Live', { exact: true }).waitFor()
}

/** How much of an element is on the screen as it was opened, from 0 to 1. */
async function shareOnScreen(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox()
  const height = page.viewportSize()?.height ?? 0
  if (box === null) return 0
  return Math.max(Math.min(box.y + box.height, height) - Math.max(box.y, 0), 0) / box.height
}

describe('after ten minutes', () => {
  test.each([
    ['wide', 'light', WIDE],
    ['wide', 'dark', WIDE],
    ['narrow', 'light', NARROW],
    ['narrow', 'dark', NARROW],
  ] as const)(
    'a failed webhook is on the first screen, and all can be read: %s, %s',
    async (width, colorScheme, viewport) => {
      await playTenMinutes(stage)
      const { context, page, errors } = await open({ viewport, colorScheme })
      for (const [name, path] of [
        ['dashboard', '/'],
        ['order', `/emulator/orders/${BROKEN_ID}`],
        ['refund', `/emulator/refunds/${REFUND_ID}`],
        ['orders', '/emulator/orders'],
      ] as const) {
        await visit(page, path)
        if (name === 'dashboard') {
          const failed = '.failures details:has-text("payment SUCCEEDED"):has-text("HTTP 500")'
          await expect.poll(() => shareOnScreen(page, failed)).toBe(1)
          expect(await page.locator('#lines > ol > li').count()).toBeLessThan(25)
        }
        await page.locator('details.entry').evaluateAll((all) => {
          for (const one of all.slice(0, 1)) one.setAttribute('open', '')
        })
        expect(await findViolations(page)).toEqual([])
        expect(await findFaintTexts(page)).toEqual([])
        expect(await overflowOf(page)).toBe(0)
        await takePicture(page, `${name}-${width}-${colorScheme}`)
      }
      expect(errors).toEqual([])
      await context.close()
    },
  )

  test('the page of an order shows request, answer, webhook and what the shop answered', async () => {
    await playTenMinutes(stage)
    const { context, page } = await open({ viewport: WIDE })
    await visit(page, '/')
    await page.getByRole('cell', { name: BROKEN_ID }).getByRole('link').click()
    const request = page.locator('.story details', { hasText: 'POST /orders' })
    await request.locator('summary time').click()
    await request
      .getByLabel('Body', { exact: true })
      .getByText(/"callbackUrl":/)
      .waitFor()
    await request
      .getByLabel('Answer', { exact: true })
      .getByText(/"checkoutUrl":/)
      .waitFor()
    const webhook = page.locator('.story details', { hasText: 'payment SUCCEEDED' })
    expect(await webhook.getByText('8 attempts').isVisible()).toBe(true)
    await webhook.locator('summary time').click()
    await webhook
      .getByLabel('Body', { exact: true })
      .getByText(/"status": "SUCCEEDED"/)
      .waitFor()
    await webhook.getByLabel('Answer of the shop').getByText('no such table').waitFor()
    expect(await webhook.locator('.attempts li').count()).toBe(8)
    await page.locator('.story').getByRole('link', { name: REFUND_ID }).first().click()
    await page.waitForURL(`**/emulator/refunds/${REFUND_ID}`)
    await page.getByRole('link', { name: BROKEN_ID }).first().click()
    await page.waitForURL(`**/emulator/orders/${BROKEN_ID}`)
    await context.close()
  })

  test('search, filters and lines work with the keyboard alone', async () => {
    await playTenMinutes(stage)
    const { context, page } = await open({ viewport: WIDE })
    const lines = page.locator('#lines > ol > li')
    await visit(page, '/')
    await page.keyboard.press('/')
    await page.keyboard.type('no such table')
    await expect.poll(() => lines.count()).toBe(2)
    expect(await page.getByLabel('Search').evaluate((one) => one === document.activeElement)).toBe(
      true,
    )
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await page.keyboard.press('Tab')
    await page.keyboard.type(POLLED_ID)
    await expect.poll(() => lines.count()).toBe(2)
    await page.keyboard.press('Tab')
    await page.keyboard.press('w')
    await page.getByText('Nothing matches the filter.').waitFor()
    await page.keyboard.press('Home')
    await expect.poll(() => lines.count()).toBe(2)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.getByText('Nothing matches the filter.').waitFor()
    expect(new URL(page.url()).searchParams.get('failed')).toBe('1')
    await page.keyboard.press('Space')
    await expect.poll(() => lines.count()).toBe(2)
    for (const _ of ['the button', 'the link', 'the line']) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await lines.first().getByText('X-Signature', { exact: true }).waitFor()
    await stage.statusOf(POLLED_ID)
    await lines.first().getByText('121 ×').waitFor()
    expect(await lines.first().locator('details').getAttribute('open')).not.toBeNull()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/emulator/orders/${POLLED_ID}`)
    await context.close()
  })
})
