/**
 * Where this repository is. The built file lies in `packages/runtimes/dist`, and so does no other.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'

/** The folder of this package. */
export const HOME: string = fileURLToPath(new URL('..', import.meta.url))
/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))
