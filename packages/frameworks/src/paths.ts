/**
 * Where this repository is, seen from the built file in `packages/frameworks/dist`, and where the apps are.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))

/** The documents with the recipes. */
export const RECIPES: string = join(ROOT, 'packages/docs/recipes')

/** What an app has beside its recipe: the files that the framework's own starter would write. */
export const SCAFFOLDS: string = join(ROOT, 'packages/frameworks/apps')

const clone = createHash('sha256').update(ROOT).digest('hex').slice(0, 8)

/**
 * The apps of this clone. Outside of the repository, so that no package of it resolves by accident, and in no `node_modules`,
 * whose files a framework would take for libraries.
 */
export const APPS: string = join(tmpdir(), `paystablecoin-frameworks-${clone}`)
