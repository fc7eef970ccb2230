/**
 * The ways of taking webhooks that the drill puts side by side, and what each promises.
 * Runs no code.
 *
 * @module
 */

/** Which engine holds what a process must not forget. */
export type ModeName =
  | 'memory-immediately'
  | 'memory-after-handler'
  | 'postgres-store'
  | 'redis-store'
  | 'pg-boss-transaction'
  | 'pg-boss-at-least-once'
  | 'bullmq'

/** What is put through the drill. */
export interface Mode {
  readonly name: ModeName
  /** As the table of guarantees names it. */
  readonly title: string
  readonly engine: 'none' | 'postgres' | 'redis'
  /** Whether workers of their own handle the events. */
  readonly hasWorkers: boolean
  readonly promises: { readonly nothingLost: boolean; readonly nothingDoubled: boolean }
}

const AT_LEAST_ONCE = { nothingLost: true, nothingDoubled: false }

/** Every mode of the table, from the least to the most. */
export const MODES: readonly Mode[] = [
  {
    name: 'memory-immediately',
    title: '`immediately`, memory',
    engine: 'none',
    hasWorkers: false,
    promises: { nothingLost: false, nothingDoubled: false },
  },
  {
    name: 'memory-after-handler',
    title: '`after-handler`, memory',
    engine: 'none',
    hasWorkers: false,
    promises: AT_LEAST_ONCE,
  },
  {
    name: 'postgres-store',
    title: '`after-handler`, `stores/postgres`',
    engine: 'postgres',
    hasWorkers: false,
    promises: AT_LEAST_ONCE,
  },
  {
    name: 'redis-store',
    title: '`after-handler`, `stores/redis`',
    engine: 'redis',
    hasWorkers: false,
    promises: AT_LEAST_ONCE,
  },
  {
    name: 'bullmq',
    title: 'inbox, BullMQ',
    engine: 'redis',
    hasWorkers: true,
    promises: AT_LEAST_ONCE,
  },
  {
    name: 'pg-boss-at-least-once',
    title: 'inbox, pg-boss',
    engine: 'postgres',
    hasWorkers: true,
    promises: AT_LEAST_ONCE,
  },
  {
    name: 'pg-boss-transaction',
    title: 'inbox, pg-boss in the handler’s transaction',
    engine: 'postgres',
    hasWorkers: true,
    promises: { nothingLost: true, nothingDoubled: true },
  },
]
