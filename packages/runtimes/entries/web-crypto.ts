/**
 * The suite once more on Node, Bun and Deno, without the runtime's own HMAC: there core takes the faster of two ways, and the
 * other one has to hold as well.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as sandbox from '@paystablecoin/sandbox'
import process from 'node:process'
import { report } from './report.ts'

// Core asks for it at its first signature, not when it is imported.
Object.defineProperty(process, 'getBuiltinModule', { value: undefined })
if (globalThis.process.getBuiltinModule !== undefined) throw new Error('it is still there')

const results = await runPortable({ core, sandbox })
report(
  results.map((result) => ({
    ...result,
    group: 'web-crypto',
    title: `${result.group}: ${result.title}`,
  })),
)
