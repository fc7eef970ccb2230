/**
 * The options of an inbox, checked, and as BullMQ takes them; and the queue's own, where they would make it forget.
 * Must not call BullMQ.
 *
 * @module
 */
import type { JobsOptions, Queue } from 'bullmq'
import type { BullMqInboxOptions } from './options.ts'

/** What an inbox works with. */
export interface InboxSettings {
  readonly jobOptions: JobsOptions
  readonly backoffStrategy: (attemptsMade?: number) => number
  readonly heartbeatMs: number
  readonly handlerTimeoutMs: number
  readonly onError: BullMqInboxOptions['onError']
  readonly hooks: BullMqInboxOptions['hooks']
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function toInboxSettings(queue: Queue, options: BullMqInboxOptions): InboxSettings {
  const { retryLimit = 20, onError, hooks } = options
  assertRemembers(queue)
  assertFailsFast(queue)
  if (onError !== undefined && typeof onError !== 'function') {
    throw new TypeError('onError must be a function')
  }
  if (hooks !== undefined && Object(hooks) !== hooks) throw new TypeError('hooks must be an object')
  if (!Number.isInteger(retryLimit) || retryLimit < 0) {
    throw new TypeError('retryLimit must be an integer of at least 0')
  }
  const keepKeysMs = toMs('keepKeysMs', options.keepKeysMs, 30 * 86_400_000)
  const retryDelayMaxMs = toMs('retryDelayMaxMs', options.retryDelayMaxMs, 3_600_000)
  return {
    jobOptions: {
      attempts: retryLimit + 1,
      backoff: { type: 'custom' },
      // The jobs are the keys: one that is removed is forgotten, and its resend is handled again.
      removeOnComplete: { age: Math.ceil(keepKeysMs / 1000) },
      removeOnFail: false,
    },
    backoffStrategy: (attemptsMade = 1) => {
      const delayMs = Math.min(retryDelayMaxMs, 1000 * 2 ** (attemptsMade - 1))
      return Math.round(delayMs * (0.5 + Math.random() / 2))
    },
    heartbeatMs: toMs('heartbeatMs', options.heartbeatMs, 30_000),
    handlerTimeoutMs: toMs('handlerTimeoutMs', options.handlerTimeoutMs, 300_000),
    onError,
    hooks,
  }
}

function assertRemembers({ opts }: Queue): void {
  for (const option of ['removeOnComplete', 'removeOnFail'] as const) {
    if (opts.defaultJobOptions?.[option] === undefined) continue
    throw new TypeError(
      `${option} must not be among the queue's defaultJobOptions: a removed job is a forgotten key, and its resend is handled again. Use keepKeysMs.`,
    )
  }
}

// The connection that puts, not a worker's, which needs null.
function assertFailsFast({ opts }: Queue): void {
  const connection = Object(opts.connection)
  const { maxRetriesPerRequest } = Object(connection.options ?? connection) as {
    readonly maxRetriesPerRequest?: unknown
  }
  if (maxRetriesPerRequest !== null) return
  throw new TypeError(
    "maxRetriesPerRequest must not be null on the queue's connection: a put would wait for Redis for ever, where the provider should send again. Give 1.",
  )
}

function toMs(option: string, value: number | undefined, byDefault: number): number {
  const ms = value ?? byDefault
  if (Number.isFinite(ms) && ms >= 1000) return ms
  throw new TypeError(`${option} must be a number of at least 1000`)
}
