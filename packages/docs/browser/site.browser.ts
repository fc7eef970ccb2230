/**
 * The built site as a reader has it: every page in Chromium, every link with its anchor, and what the search finds.
 *
 * @module
 */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  findViolations,
  launchChromium,
  openWatched,
  overflowOf,
  takePicture,
} from '../../emulator/browser/chromium.ts'
import { listPages, readPage, serveSite } from './site.ts'

const WIDE = { viewport: { width: 1280, height: 900 } }
const NARROW = { viewport: { width: 390, height: 844 } }
const LOOKS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['1280 px, light', { ...WIDE, colorScheme: 'light' }],
  ['1280 px, dark', { ...WIDE, colorScheme: 'dark' }],
  ['390 px, light', { ...NARROW, colorScheme: 'light' }],
  ['390 px, dark', { ...NARROW, colorScheme: 'dark' }],
]
const PICTURES: readonly string[] = ['/', '/start', '/errors', '/guides/order-life', '/benchmarks']

const pages = listPages()
let browser: Browser
let site: Awaited<ReturnType<typeof serveSite>>
beforeAll(async () => {
  browser = await launchChromium()
  site = await serveSite()
})
afterAll(async () => {
  await browser.close()
  site.close()
})

describe('the site', () => {
  it('has the pages that the documents promise', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        '/',
        '/start',
        '/errors',
        '/symptoms',
        '/going-live',
        '/packages/core',
      ]),
    )
  })

  it.each(pages)('has no link on %s that leads nowhere', (page) => {
    const targets = linksOf(page).filter((link) => link.startsWith('/'))
    expect(targets.filter((link) => !leadsSomewhere(link))).toEqual([])
  })

  it.each(LOOKS)(
    'shows every page without an error, no wider than the screen, with nothing serious for axe: %s',
    { timeout: 300_000 },
    async (look, options) => {
      const { context, page, errors } = await openWatched(browser, options)
      const found: string[] = []
      for (const path of pages) {
        await page.goto(site.url + path)
        if ((await overflowOf(page)) > 0) found.push(`${path} is too wide`)
        const violations = await findViolations(page)
        const serious = violations.filter((violation) => /^(?:serious|critical) /.test(violation))
        found.push(...serious.map((violation) => `${path} ${violation}`))
        if (PICTURES.includes(path)) {
          await takePicture(page, `site ${path.replaceAll('/', '-')} ${look}`)
        }
      }
      expect(errors).toEqual([])
      expect(found).toEqual([])
      await context.close()
    },
  )

  it.each([
    ['Invalid signature', 'symptoms'],
    ['lost webhook', 'symptoms'],
    ['20001', 'provider-codes'],
    ['Next.js', 'recipes/nextjs'],
    ['handler ran twice', 'symptoms'],
    ['refund no answer', 'guides/unknown'],
    ['rotate secret', 'guides/secrets'],
    ['frozen after the response', 'guides/edge'],
    ['Jest', 'testing'],
    ['several instances', 'going-live'],
    ['paid too little', 'symptoms'],
    ['raw bytes', 'guides/webhooks'],
  ])('finds "%s" by its search', async (words, target) => {
    const { context, page } = await openWatched(browser, WIDE)
    await page.goto(`${site.url}/start`, { waitUntil: 'networkidle' })
    await page.keyboard.press('Control+k')
    await page.locator('#localsearch-input').fill(words)
    await page.locator(`#localsearch-list a[href*="/${target}"]`).first().waitFor()
    await context.close()
  })

  it('remembers the chosen framework on another page', async () => {
    const { context, page } = await openWatched(browser, WIDE)
    await page.goto(`${site.url}/start`)
    await page.getByRole('tab', { name: 'Koa' }).first().click()
    await page.reload()
    const tab = page.getByRole('tab', { name: 'Koa' }).first()
    await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true')
    await context.close()
  })
})

function linksOf(page: string): readonly string[] {
  const html = readPage(page) ?? ''
  return [...html.matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, href = '']) =>
    href.startsWith('#') ? `${page}${href}` : href.replaceAll('&amp;', '&'),
  )
}

function leadsSomewhere(link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const html = readPage(path)
  if (html === undefined) return false
  return (
    anchor === undefined || anchor === '' || html.includes(`id="${decodeURIComponent(anchor)}"`)
  )
}
