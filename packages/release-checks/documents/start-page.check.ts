/**
 * The site's start page, followed as it stands in an empty folder: its commands, its program, the payment. In place of the registry
 * are links to the built packages, in place of the two ports free ones, and esbuild does what tsx would.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { startEmulator } from '@paystablecoin/emulator/node'
import { transform } from 'esbuild'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, vi } from 'vitest'
import { CHECKS, REPOSITORY } from '../src/published-packages.ts'

const run = promisify(execFile)
const page = readFileSync(join(REPOSITORY, 'packages/docs/start.md'), 'utf8')

it.each(['Hono', 'Koa', 'Fastify', 'Express'])(
  'the start page ends with a paid order on %s',
  { timeout: 60_000 },
  async (framework) => {
    const folder = await mkdtemp(join(tmpdir(), 'start-page-'))
    const running = await startEmulator({ port: 0 })
    const port = await findFreePort()
    for (const line of commandsOf(framework)) await follow(line, folder)
    const program = (await readProgram(framework))
      .replaceAll('http://127.0.0.1:4010', running.url)
      .replaceAll('8080', String(port))
    const { code } = await transform(program, { loader: 'ts', format: 'esm' })
    await writeFile(join(folder, 'shop.js'), code)
    const shop = spawn(process.execPath, ['shop.js'], { cwd: folder })
    const closed = once(shop, 'close')
    let output = ''
    for (const stream of [shop.stdout, shop.stderr]) {
      stream.on('data', (chunk) => (output += String(chunk)))
    }
    try {
      const address = /^curl -i -X POST (\S+)$/m.exec(page)?.[1] ?? 'no address to buy at'
      const buy = () =>
        fetch(address.replace('8080', String(port)), { method: 'POST', redirect: 'manual' })
      const bought = await vi.waitFor(buy, { timeout: 30_000 })
      const paid = await running.emulator.pay(bought.headers.get('location') ?? '')
      expect(paid.status).toBe('SUCCEEDED')
      const promised = /prints `(.*?)` and `(.*?)`/.exec(page)?.slice(1) ?? ['nothing']
      for (const line of promised) await expect.poll(() => output).toContain(`${line}\n`)
    } finally {
      shop.kill()
      await closed
      await running.close()
      await rm(folder, { recursive: true })
    }
  },
)

// The commands of the first step, on the tab of a framework.
function commandsOf(framework: string): readonly string[] {
  const tab = new RegExp(`^== ${framework}\n\`\`\`sh\n(.*?)\`\`\``, 'ms').exec(page)?.[1]
  if (tab === undefined) throw new Error(`The start page installs nothing for ${framework}.`)
  return tab.trim().split('\n')
}

async function follow(line: string, folder: string): Promise<void> {
  const [command = '', ...args] = line.split(' ')
  if (args[0] !== 'install') {
    await run(command, args, { cwd: folder })
    return
  }
  // What runs TypeScript is esbuild here, and the emulator is in this process.
  const names = args.slice(1).filter((name) => !['--save-dev', 'tsx'].includes(name))
  for (const name of names) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(await realpath(join(CHECKS, 'node_modules', name)), link)
  }
}

// The page takes the first program of each README.
async function readProgram(framework: string): Promise<string> {
  const title = framework.toLowerCase()
  expect(page).toContain(`<!--@include: ./reference/programs/${title}.md-->`)
  const readme = await readFile(join(REPOSITORY, 'packages', title, 'README.md'), 'utf8')
  return /^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? ''
}
