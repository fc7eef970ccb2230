/**
 * The arguments of `pnpm test:engines`.
 *
 * @module
 */
import { parseArgs } from 'node:util'

/** What a run does. */
export interface EngineOptions {
  /** Fewer webhooks and kills, for each change. */
  readonly quick: boolean
  /** Parts of the paths of the suites to run; all when empty. */
  readonly suites: readonly string[]
}

/**
 * Reads the arguments.
 *
 * @throws {TypeError} Names the argument that is unknown.
 */
export function readOptions(args: readonly string[]): EngineOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  return { quick: values.quick, suites: positionals }
}
