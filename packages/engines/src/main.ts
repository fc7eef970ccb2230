/**
 * `pnpm test:engines`: the contracts, each on servers of its own.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import { readOptions } from './options.ts'
import { findMissingServers, HOW_TO_INSTALL } from './servers/index.ts'

const CONFIG = fileURLToPath(new URL('../vitest.config.ts', import.meta.url))

const { suites } = readOptions(process.argv.slice(2))
const missing = await findMissingServers()
if (missing.length > 0) {
  process.stderr.write(`test:engines needs ${missing.join(', ')}. ${HOW_TO_INSTALL}\n`)
  process.exit(1)
}

const vitest = await startVitest('test', [...suites], { config: CONFIG, watch: false })
await vitest.close()
