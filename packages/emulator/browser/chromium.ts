/**
 * Chromium for the tests: launched, watched for errors, and the checks of how readable a page is.
 *
 * @module
 */
import { existsSync, mkdirSync } from 'node:fs'
import axe from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const SCREENSHOTS = new URL('../.data/screenshots/', import.meta.url).pathname

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function launchChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `There is no Chromium at ${EXECUTABLE}. Install it with "apt-get install -y --no-install-recommends chromium", or name another in CHROMIUM_PATH.`,
    )
  }
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS })
}

export interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  /** Everything that a developer would see in red. */
  readonly errors: string[]
}

export async function openWatched(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1120, height: 900 }, ...options })
  const errors: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
  })
  context.on('weberror', (error) => errors.push(String(error.error())))
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // A page that is left takes its stream and its loads with it.
    if (why !== 'net::ERR_ABORTED') errors.push(`${request.url()}: ${why}`)
  })
  return { context, page: await context.newPage(), errors }
}

/** Keeps a picture for a person to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true })
}

/** What axe finds wrong with a page, as its impact, the rule and where it is broken. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${impact ?? 'unknown'} ${id}: ${target.join(' ')} ${failureSummary ?? ''}`,
      ),
    )
  })
}

/** The texts whose contrast with what is behind them is below 4.5 to 1. */
export async function findFaintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = parse(color).map((value) => {
        const part = value / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const backgroundOf = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)'
      const { backgroundColor } = getComputedStyle(element)
      return parse(backgroundColor)[3] === 0 ? backgroundOf(element.parentElement) : backgroundColor
    }
    const isVisible = (element: Element) => element.getClientRects().length > 0
    const hasText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '')
    return [...document.body.querySelectorAll('*')]
      .filter((element) => isVisible(element) && hasText(element))
      .flatMap((element) => {
        const a = luminance(getComputedStyle(element).color)
        const b = luminance(backgroundOf(element))
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
        return ratio < 4.5
          ? [`${ratio.toFixed(2)} ${element.textContent?.trim().slice(0, 40)}`]
          : []
      })
  })
}

/** By how many pixels a page is wider than the screen. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
