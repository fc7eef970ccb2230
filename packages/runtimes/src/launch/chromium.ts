/**
 * A page in Chromium.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { access } from 'node:fs/promises'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'
import { bundleWhole } from '../bundles.ts'

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Runs the suite in a page that was served over HTTP: Web Crypto exists on 127.0.0.1 as it does under HTTPS. */
export async function runInChromium(project: string): Promise<readonly CaseResult[]> {
  await assertInstalled()
  const script = await bundleWhole(project, 'embedded', 'page')
  const server = createServer((request, response) => {
    const isScript = request.url === '/suite.js'
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script src="/suite.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    return await page.evaluate<readonly CaseResult[]>('results')
  } finally {
    await browser.close()
    server.close()
  }
}

async function assertInstalled(): Promise<void> {
  try {
    await access(EXECUTABLE)
  } catch {
    throw new Error(
      `There is no Chromium at ${EXECUTABLE}. On Debian: apt-get update && apt-get install -y --no-install-recommends chromium. Elsewhere set CHROMIUM_PATH.`,
    )
  }
}
