/**
 * Core loaded anew, once with the runtime's own crypto and once without: then it has to use Web Crypto.
 *
 * @module
 */
import { vi } from 'vitest'
import type * as Hmac from '../../src/hmac.ts'
import type * as Core from '../../src/index.ts'

export interface LoadedCore {
  readonly path: 'native' | 'web'
  readonly core: typeof Core
  readonly hmac: typeof Hmac
}

/** Core on both paths. */
export async function loadBothPaths(): Promise<readonly LoadedCore[]> {
  return [await loadCore('native'), await loadCore('web')]
}

async function loadCore(path: LoadedCore['path']): Promise<LoadedCore> {
  vi.resetModules()
  const builtin = vi.spyOn(process, 'getBuiltinModule')
  if (path === 'web') builtin.mockReturnValue(undefined)
  const hmac = await import('../../src/hmac.ts')
  // It chooses at its first use.
  await hmac.sha256Base64('')
  builtin.mockRestore()
  return { path, hmac, core: await import('../../src/index.ts') }
}
