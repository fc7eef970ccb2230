/**
 * The built site: its pages, its texts, and a server for it on loopback.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const SITE = join(import.meta.dirname, '../dist/site')

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
}

/** The paths of all pages, as a browser asks for them. */
export function listPages(): readonly string[] {
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && file !== '404.html')
    .map((file) => `/${file.replace(/(?:index)?\.html$/, '')}`)
    .toSorted()
}

/** The HTML of a page; `undefined` where there is none. */
export function readPage(path: string): string | undefined {
  const file = fileOf(path)
  return file === undefined ? undefined : readFileSync(file, 'utf8')
}

/** Serves the site as GitHub Pages does: a path without an ending is a page. */
export async function serveSite(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const file = fileOf(new URL(request.url ?? '/', 'http://site').pathname)
    if (file === undefined) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

const FILES = new Set(readdirSync(SITE, { recursive: true, encoding: 'utf8' }))

function fileOf(path: string): string | undefined {
  const name = decodeURI(path).replace(/^\//, '')
  const file = [name, `${name}.html`, join(name, 'index.html')].find(
    (candidate) => FILES.has(candidate) && extname(candidate) !== '',
  )
  return file === undefined ? undefined : join(SITE, file)
}
