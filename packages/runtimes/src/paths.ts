/**
 * Where this repository is, seen from the built file in `packages/runtimes/dist`.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'

/** The folder of this package. */
export const HOME: string = fileURLToPath(new URL('..', import.meta.url))
/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))
