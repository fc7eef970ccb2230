import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { bundleProgram } from '../src/bundle.ts'
import { OLDEST_TYPESCRIPT } from '../src/compilers.ts'
import { installPackages, listPeers, pinned } from '../src/consumer.ts'
import { CHECKS } from '../src/published-packages.ts'
import { runCommand, runSuccessfully } from '../src/run-command.ts'

// What the page of core says about CommonJS, old resolvers and jsdom, as it was tried.
const packages = inject('packages')
const core = packages.find(({ title }) => title === 'core')
if (core === undefined) throw new Error('core is not among the packages')
const consumer = join(inject('workFolder'), 'loaders')
// `stores` has no entry of its own name, only one for each engine.
const names = packages
  .filter(({ title }) => title !== 'stores')
  .map(({ manifest }) => manifest.name)

const PROGRAM = names.map((name, index) => `import * as m${index} from '${name}'`).join('\n')
const USES = `console.log([${names.map((_, index) => `typeof m${index}`).join()}].join())`
const PRINTED = `${names.map(() => 'object').join()}\n`

beforeAll(async () => {
  await installPackages(consumer, [
    ...packages.flatMap((each) => [each.tarball, ...listPeers(each)]),
    ...['@types/node', '@types/express'].map((name) => `${name}@${pinned(name)}`),
    `typescript@${OLDEST_TYPESCRIPT}.2`,
    'typescript-5.8@npm:typescript@5.8.3',
    'resolve@1.22.14',
    'eslint-import-resolver-node@0.4.0',
    'jsdom@26.1.0',
  ])
  // Without "type": what is compiled is CommonJS.
  await writeFile(join(consumer, 'package.json'), '{ "private": true }')
  await writeFile(join(consumer, 'program.ts'), `${PROGRAM}\n${USES}\n`)
})

const OURS = join(CHECKS, 'node_modules/typescript/bin/tsc')
const OLDEST = join(consumer, 'node_modules/typescript/bin/tsc')
const NEXT = join(consumer, 'node_modules/typescript-5.8/bin/tsc')

/** Compiles the program to CommonJS, and returns what the compiler says and what the program then prints. */
async function compileAndRun(compiler: string, module: string, moduleResolution: string) {
  const settings = {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module,
      moduleResolution,
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      outDir: 'dist',
      rootDir: '.',
    },
    files: ['program.ts'],
  }
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(settings))
  const { stdout: errors } = await runCommand(process.execPath, [compiler, '-p', '.'], consumer)
  return { errors, printed: await runSuccessfully(process.execPath, ['dist/program.js'], consumer) }
}

describe("TypeScript's CommonJS output", () => {
  it.each([
    ['5.8', NEXT],
    ['of this repository', OURS],
  ])('compiles and runs with TypeScript %s and nodenext', async (_version, compiler) => {
    const result = await compileAndRun(compiler, 'nodenext', 'nodenext')
    expect(result).toEqual({ errors: '', printed: PRINTED })
  })

  it(`compiles and runs with TypeScript ${OLDEST_TYPESCRIPT} and moduleResolution node10`, async () => {
    const result = await compileAndRun(OLDEST, 'commonjs', 'node10')
    expect(result).toEqual({ errors: '', printed: PRINTED })
  })

  it(`is refused by TypeScript ${OLDEST_TYPESCRIPT} with nodenext, which does not know that it runs`, async () => {
    const { errors, printed } = await compileAndRun(OLDEST, 'nodenext', 'nodenext')
    expect(errors).toContain('TS1479')
    expect(printed).toBe(PRINTED)
  })
})

describe('a resolver that does not know "exports"', () => {
  const find = (specifier: string): Promise<string> =>
    runSuccessfully(
      process.execPath,
      ['--eval', `console.log(require('resolve').sync('${specifier}', { basedir: '.' }))`],
      consumer,
    )

  it.each(names)('finds %s', async (name) => {
    expect(await find(name)).toContain(join('node_modules', name, 'dist/index.js'))
  })

  it('finds no entry below one', async () => {
    await expect(find(`${core.manifest.name}/webhooks`)).rejects.toThrow('Cannot find module')
  })

  it.each(names)("is the one of ESLint's import plugin, which finds %s", async (name) => {
    const script = `console.log(JSON.stringify(require('eslint-import-resolver-node').resolve('${name}', '${join(consumer, 'program.ts')}')))`
    const found: unknown = JSON.parse(
      await runSuccessfully(process.execPath, ['--eval', script], consumer),
    )
    expect(found).toMatchObject({ found: true })
  })
})

describe('jsdom', () => {
  it('can load core, and make its parts; to verify takes a TextEncoder, which it has not', async () => {
    const program = `import * as core from '${core.manifest.name}'\nObject.assign(globalThis, { core })`
    const { code } = await bundleProgram(program, consumer, 'neutral')
    await writeFile(join(consumer, 'core.bundle.js'), code)
    await writeFile(join(consumer, 'jsdom.js'), IN_JSDOM)
    const printed = await runSuccessfully(process.execPath, ['jsdom.js'], consumer)
    expect(printed).toBe('object object TextEncoder is not defined\n')
  })
})

const IN_JSDOM = `
const { readFileSync } = require('node:fs')
const { runInContext } = require('node:vm')
const { JSDOM } = require('jsdom')
const realm = new JSDOM('', { runScripts: 'outside-only' }).getInternalVMContext()
const run = (code) => runInContext(code, realm)
run(readFileSync('core.bundle.js', 'utf8'))
const client = run("core.createClient({ merchantId: '1', apiKey: 'k', apiSecret: 's', environment: 'sandbox' })")
const receiver = run("core.createWebhookReceiver({ apiSecret: 's', onEvent: () => undefined })")
const webhook = "{ timestamp: '1764000000000', body: '{}', path: '/', scheme: 'request' }"
run('core.signWebhook(' + webhook + ", 's')").catch((error) => console.log(typeof client, typeof receiver, error.message))
`
