/**
 * The programs that consumers write, and where each must compile and bundle.
 *
 * @module
 */

/** The global types that a consumer compiles with: a browser's, or Node's. */
export type Globals = 'dom' | 'node'

/** Where a bundle is to run. */
export type Target = 'neutral' | 'browser' | 'workers' | 'node'

/** One program in `consumers`. */
export interface Program {
  file: string
  /** The published package that it is about, by its title. */
  about: string
  globals: readonly [Globals, ...Globals[]]
  targets: readonly Target[]
}

const EVERYWHERE = { globals: ['dom', 'node'], targets: ['neutral', 'browser', 'workers'] } as const
const ON_NODE = { globals: ['node'], targets: ['node'] } as const

/** Every program. A published package without one fails the checks. */
export const PROGRAMS: readonly Program[] = [
  { file: 'core.ts', about: 'core', ...EVERYWHERE },
  { file: 'hono.ts', about: 'hono', ...EVERYWHERE },
  { file: 'koa.ts', about: 'koa', ...ON_NODE },
  { file: 'fastify.ts', about: 'fastify', ...ON_NODE },
  { file: 'express.ts', about: 'express', ...ON_NODE },
  { file: 'bullmq.ts', about: 'bullmq', ...ON_NODE },
  { file: 'pg-boss.ts', about: 'pg-boss', ...ON_NODE },
  { file: 'opentelemetry.ts', about: 'opentelemetry', ...EVERYWHERE },
  { file: 'emulator.ts', about: 'emulator', ...EVERYWHERE },
  { file: 'emulator-node.ts', about: 'emulator', ...ON_NODE },
  { file: 'stores.ts', about: 'stores', ...EVERYWHERE },
]
