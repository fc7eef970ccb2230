/**
 * Core in a realm of its own, as under Jest: its `Error`, `Date`, `Uint8Array` and `Promise` are others than this file's, and what
 * the platform makes (`fetch`, timers, streams) is of neither.
 *
 * @module
 */
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import type * as Core from '../../src/index.ts'

/** What a platform offers beside the language. */
const PLATFORM = {
  AbortController,
  AbortSignal,
  console,
  crypto,
  fetch,
  Headers,
  process,
  queueMicrotask,
  ReadableStream,
  Request,
  Response,
  setTimeout,
  clearTimeout,
  TextDecoder,
  TextEncoder,
  URL,
  btoa,
}

/** Core's public entry, evaluated in another realm. */
export async function loadCoreInOtherRealm(): Promise<typeof Core> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'core',
    target: 'es2022',
  })
  const realm = createContext({ ...PLATFORM })
  runInContext(outputFiles.map(({ text }) => text).join(''), realm)
  return runInContext('core', realm) as typeof Core
}
