/**
 * The suite again on Node, Bun and Deno, without the runtime's own HMAC: core prefers it to Web Crypto, and both must pass.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import process from 'node:process'
import { report } from './report.ts'

// Core looks it up at its first signature, not when it is imported.
Object.defineProperty(process, 'getBuiltinModule', { value: undefined })
if (globalThis.process.getBuiltinModule !== undefined)
  throw new Error('process.getBuiltinModule is still defined')

const results = await runPortable({ core, emulator })
report(
  results.map((result) => ({
    ...result,
    group: 'web-crypto',
    title: `${result.group}: ${result.title}`,
  })),
)
