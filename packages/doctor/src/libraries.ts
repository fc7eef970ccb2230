/**
 * Drivers that the shop has installed: under npx the doctor lives in another folder.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The exports of a package of the shop's; `undefined` when it is not installed there. */
export async function loadLibrary(name: 'pg' | 'ioredis', folder: string): Promise<unknown> {
  try {
    const path = createRequire(join(folder, 'package.json')).resolve(name)
    const exports: { readonly default?: unknown } = await import(pathToFileURL(path).href)
    return exports.default
  } catch (error) {
    if (Object(error).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}
