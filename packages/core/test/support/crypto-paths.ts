/**
 * Core loaded again with the runtime's own crypto, with that of an older runtime, and without: then it has to use Web Crypto.
 *
 * @module
 */
import * as crypto from 'node:crypto'
import { vi } from 'vitest'
import type * as Core from '../../src/index.ts'
import type * as Hmac from '../../src/signing/hmac.ts'

export interface LoadedCore {
  readonly path: 'native' | 'older native' | 'web'
  readonly core: typeof Core
  readonly hmac: typeof Hmac
}

/** Core on each path. */
export async function loadEachPath(): Promise<readonly LoadedCore[]> {
  return [await loadCore('native'), await loadCore('older native'), await loadCore('web')]
}

async function loadCore(path: LoadedCore['path']): Promise<LoadedCore> {
  vi.resetModules()
  const builtin = vi.spyOn(process, 'getBuiltinModule')
  if (path === 'older native') builtin.mockReturnValue({ ...crypto, hash: undefined })
  if (path === 'web') builtin.mockReturnValue(undefined)
  const hmac = await import('../../src/signing/hmac.ts')
  // It chooses at its first use.
  await hmac.sha256('')
  builtin.mockRestore()
  return { path, hmac, core: await import('../../src/index.ts') }
}
