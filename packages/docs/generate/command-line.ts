/**
 * The page of the command line: each command's own help.
 * Must not know any command.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const manifest = createRequire(import.meta.url).resolve('@paystablecoin/emulator/package.json')
const COMMAND = join(manifest, '../bin/paystablecoin-emulator.js')

/** Writes the page. */
export async function writeCommandLinePage(): Promise<string> {
  const sections = await describeCommand([])
  return `# The command line

\`npx @paystablecoin/emulator\` starts PayStablecoin on your laptop; the other commands send it webhooks, show what it did, and sign or verify anything by hand.

${sections.join('\n')}`
}

async function describeCommand(words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, [COMMAND, ...words, '--help'], {
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '88' },
  })
  const title = ['paystablecoin-emulator', ...words].join(' ')
  const section = `## ${title}\n\n\`\`\`text\n${stdout.trim()}\n\`\`\`\n`
  const others = await Promise.all(
    listCommands(stdout).map((command) => describeCommand([...words, command])),
  )
  return [section, ...others.flat()]
}

function listCommands(help: string): readonly string[] {
  const list = /^Commands:\n((?: .*\n|\n(?= {2}))*)/m.exec(help)?.[1] ?? ''
  return [...list.matchAll(/^ {2}([a-z]+)/gm)]
    .map(([, command = '']) => command)
    .filter((command) => command !== 'help')
}
