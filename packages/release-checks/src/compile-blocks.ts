/**
 * Compiles blocks of code, each as a module of its own, against the built packages.
 *
 * @module
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeBlock } from './code-blocks.ts'
import { CHECKS } from './published-packages.ts'
import { runCommand } from './run-command.ts'

// Inside this package, so that imports resolve to what it depends on: the packages and the frameworks.
const FOLDER = join(CHECKS, 'dist/documents')

/** What the compiler says about each block: nothing, or `line,column: error …` with the document's own lines. */
export async function compileBlocks(
  blocks: readonly CodeBlock[],
): Promise<Map<CodeBlock, string[]>> {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  const config = { extends: '../../documents/tsconfig.blocks.json', include: ['.'] }
  await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(config))
  await Promise.all(
    blocks.map((block) => writeFile(join(FOLDER, fileName(block)), fileText(block))),
  )

  const compiler = join(CHECKS, 'node_modules/.bin/tsc')
  const { code, stdout } = await runCommand(compiler, ['-p', FOLDER, '--pretty', 'false'], FOLDER)
  const findings = new Map(blocks.map((block) => [block, findingsAbout(block, stdout)]))
  if (code !== 0 && [...findings.values()].every((lines) => lines.length === 0)) {
    throw new Error(`The compiler failed without naming a block:\n${stdout}`)
  }
  return findings
}

function findingsAbout(block: CodeBlock, output: string): string[] {
  const start = `${fileName(block)}(`
  return output
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length).replace(')', ''))
}

function fileName({ path, line }: CodeBlock): string {
  return `${path.replaceAll(/[/\\]/g, '__')}.L${line}.ts`
}

// Pads with empty lines, so that the compiler reports the line numbers of the document.
function fileText({ line, code }: CodeBlock): string {
  return '\n'.repeat(line - 1) + code
}
