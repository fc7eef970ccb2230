/**
 * Copies the first program of a README into a file as it stands, and starts it: `ten-lines`, `ten-lines express`.
 * Changes nothing but the two ports, when it is told to.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { transform } from 'esbuild'

const { values, positionals } = parseArgs({
  // Package managers pass on the `--` that separates their own options.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  allowPositionals: true,
  options: {
    'shop-port': { type: 'string', default: '8080' },
    'emulator-port': { type: 'string', default: '4010' },
  },
})
const [title] = positionals
const repository = join(import.meta.dirname, '../..')
const readme = title === undefined ? 'README.md' : `packages/${title}/README.md`

const text = await readFile(join(repository, readme), 'utf8')
const program = /^```ts\n(.*?)^```$/ms.exec(text)?.[1]
if (program === undefined) throw new Error(`${readme} has no program`)
const { code } = await transform(program, { loader: 'ts', format: 'esm' })

// Inside this package, so that imports resolve to what it depends on: the packages and the frameworks.
const folder = join(import.meta.dirname, 'dist/ten-lines')
const file = join(folder, `${title ?? 'root'}.mjs`)
await mkdir(folder, { recursive: true })
await writeFile(
  file,
  code.replaceAll(':4010', `:${values['emulator-port']}`).replaceAll('8080', values['shop-port']),
)
console.log(
  `${readme} runs as ${file}: curl -i -X POST http://127.0.0.1:${values['shop-port']}/buy`,
)
await import(pathToFileURL(file).href)
