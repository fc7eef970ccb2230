/**
 * The options of an inbox, checked, with every default filled in, and as pg-boss takes them.
 * Must not call pg-boss.
 *
 * @module
 */
import type { InboxQueries } from '@paystablecoin/core'
import type { QueueOptions } from 'pg-boss'
import type { PgBossInboxOptions, WorkOptions } from './options.ts'

const UNHANDLED_SECONDS = 90 * 86_400

/** What an inbox works with. */
export interface InboxSettings {
  readonly queue: string
  readonly deadQueue: string
  readonly queueOptions: Required<QueueOptions>
  readonly onError: PgBossInboxOptions['onError']
  readonly hooks: PgBossInboxOptions['hooks']
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function toInboxSettings(options: PgBossInboxOptions): InboxSettings {
  const { queue = 'paystablecoin', retryLimit = 20, onError, hooks } = options
  if (typeof queue !== 'string' || queue === '') throw new TypeError('queue must be a name')
  if (onError !== undefined && typeof onError !== 'function') {
    throw new TypeError('onError must be a function')
  }
  if (hooks !== undefined && Object(hooks) !== hooks) throw new TypeError('hooks must be an object')
  if (!Number.isInteger(retryLimit) || retryLimit < 0) {
    throw new TypeError('retryLimit must be an integer of at least 0')
  }
  const keepSeconds = toSeconds('keepKeysMs', options.keepKeysMs, UNHANDLED_SECONDS * 1000, 1)
  return {
    queue,
    deadQueue: `${queue}_dead`,
    queueOptions: {
      retryLimit,
      retryBackoff: true,
      retryDelay: 1,
      retryDelayMax: toSeconds('retryDelayMaxMs', options.retryDelayMaxMs, 3_600_000, 1),
      heartbeatSeconds: toSeconds('heartbeatMs', options.heartbeatMs, 30_000, 10),
      expireInSeconds: toSeconds('handlerTimeoutMs', options.handlerTimeoutMs, 300_000, 1),
      // The rows are the keys. What nobody has handled yet outlives them: a worker may be away for longer.
      retentionSeconds: Math.max(keepSeconds, UNHANDLED_SECONDS),
      deleteAfterSeconds: keepSeconds,
    },
    onError,
    hooks,
  }
}

/** How a worker fetches. */
export interface WorkSettings {
  readonly workers: number
  readonly batchSize: number
  readonly resolveUnknown: InboxQueries | undefined
}

/**
 * Checks a worker's options. The events that are handled at once are two batches, since pg-boss fetches the next one when the
 * slowest event of the last has ended.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function toWorkSettings({ concurrency = 4, resolveUnknown }: WorkOptions): WorkSettings {
  if (!Number.isInteger(concurrency) || concurrency < 4) {
    throw new TypeError('concurrency must be an integer of at least 4')
  }
  return { workers: 2, batchSize: Math.floor(concurrency / 2), resolveUnknown }
}

function toSeconds(
  option: string,
  valueMs: number | undefined,
  byDefaultMs: number,
  atLeastSeconds: number,
): number {
  const seconds = (valueMs ?? byDefaultMs) / 1000
  if (Number.isFinite(seconds) && seconds >= atLeastSeconds) return Math.ceil(seconds)
  throw new TypeError(`${option} must be a number of at least ${atLeastSeconds * 1000}`)
}
