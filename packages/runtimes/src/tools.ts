/**
 * Large tools that are not dependencies of this repository: fetched once, at a pinned version, into a cache of their own.
 * Must not know what a tool is for.
 *
 * @module
 */
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './paths.ts'
import { runCommand } from './run-command.ts'

const CACHE = join(ROOT, 'node_modules', '.cache', 'paystablecoin-runtimes')
const fetches = new Map<string, Promise<string>>()

/** Installs an npm package and returns the `node_modules` folder that it is in. */
export function fetchTool(name: string, version: string): Promise<string> {
  const tool = `${name}@${version}`
  const fetched = fetches.get(tool) ?? install(tool)
  fetches.set(tool, fetched)
  return fetched
}

async function install(tool: string): Promise<string> {
  const folder = join(CACHE, tool.replaceAll('/', '-'))
  const complete = join(folder, '.complete')
  if (!(await exists(complete))) {
    await mkdir(folder, { recursive: true })
    const flags = ['--no-audit', '--no-fund', '--loglevel=error']
    await runCommand('npm', ['install', '--prefix', folder, ...flags, tool], { cwd: folder })
    await writeFile(complete, '')
  }
  return join(folder, 'node_modules')
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
