/**
 * The portable suite in a realm of its own, as under Jest: the language's classes are others than those of what the platform makes.
 *
 * @module
 */
import { build } from 'esbuild'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { CaseResult } from '../portable/index.ts'

/** What a platform offers beside the language. */
const PLATFORM = {
  AbortController,
  AbortSignal,
  atob,
  btoa,
  clearTimeout,
  console,
  crypto,
  fetch,
  FormData,
  Headers,
  queueMicrotask,
  ReadableStream,
  Request,
  Response,
  setTimeout,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
}

const SUITE = `
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
export const results = runPortable({ core, emulator })
`

async function runInOtherRealm(globals: object): Promise<readonly CaseResult[]> {
  const { outputFiles } = await build({
    stdin: { contents: SUITE, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'suite',
    platform: 'browser',
    target: 'es2022',
  })
  const realm = createContext({ ...PLATFORM, ...globals })
  runInContext(outputFiles.map(({ text }) => text).join(''), realm)
  return runInContext('suite.results', realm) as Promise<readonly CaseResult[]>
}

describe('the portable suite in another realm', () => {
  it.each([
    ["Node's own crypto", { process }],
    ['Web Crypto', {}],
  ])('passes with %s', async (_name, globals) => {
    const results = await runInOtherRealm(globals)
    expect(Array.from(results).filter(({ ok }) => !ok)).toEqual([])
    expect(results.length).toBeGreaterThan(300)
  })
})
