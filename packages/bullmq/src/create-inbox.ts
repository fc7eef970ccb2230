/**
 * `createBullMqInbox`: an inbox whose queue is BullMQ.
 * Must not know signatures, HTTP or what an event means.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { IdleTimeoutError, reportInboxProblem, tryInboxEntry } from '@paystablecoin/core'
import { UnrecoverableError, Worker } from 'bullmq'
import type { Job, Queue } from 'bullmq'
import { addressOf } from './address.ts'
import { createDead } from './dead.ts'
import { endsWithin } from './ends-within.ts'
import { readHealth } from './health.ts'
import type { BullMqInbox, BullMqInboxOptions, WorkOptions } from './options.ts'
import { runInTime } from './run-in-time.ts'
import { toInboxSettings } from './settings.ts'

/** Below the receiver's `putTimeoutMs`, so that what is reported says where Redis should be. */
const PUT_LIMIT_MS = 4_000

/**
 * Creates an inbox on a queue of BullMQ, which is yours. Give its `put` to a receiver by `inbox`, and a handler to
 * `workAtLeastOnce`, in the same process or in another. Redis must keep what it is given: `appendonly yes`,
 * `maxmemory-policy noeviction`, and a password.
 *
 * @throws {TypeError} Names the option that is wrong, one of the queue included.
 *
 * @example
 * ```ts
 * import { createBullMqInbox } from '@paystablecoin/bullmq'
 * import { createWebhookReceiver } from '@paystablecoin/core'
 * import { Queue } from 'bullmq'
 *
 * const connection = { host: '127.0.0.1', port: 6379 }
 * const queue = new Queue('paystablecoin', { connection: { ...connection, maxRetriesPerRequest: 1 } })
 * const inbox = createBullMqInbox(queue)
 * export const receiver = createWebhookReceiver({ apiSecret: 'your-api-secret', inbox })
 * await inbox.workAtLeastOnce({ connection }, (event) => console.log(event.kind))
 * ```
 */
export function createBullMqInbox(queue: Queue, options: BullMqInboxOptions = {}): BullMqInbox {
  const settings = toInboxSettings(queue, options)
  const { jobOptions, backoffStrategy, heartbeatMs, handlerTimeoutMs, onError, hooks } = settings
  const { list, replay } = createDead(queue)
  const workers: Worker[] = []
  let running = 0

  // Without a listener, an error of the connection would end the process.
  function listenForErrors(emitter: {
    on: (name: 'error', run: (error: Error) => void) => unknown
  }) {
    emitter.on('error', (error) => {
      void reportInboxProblem({ outcome: 'unavailable', error, event: undefined }, onError)
    })
  }

  listenForErrors(queue)

  const put: BullMqInbox['put'] = async (entry) => {
    try {
      const adding = queue.add('event', entry, { ...jobOptions, jobId: toJobId(entry.key) })
      // BullMQ waits without end for a Redis that was never there.
      if (!(await endsWithin(adding, PUT_LIMIT_MS))) {
        throw new Error(`no answer in ${PUT_LIMIT_MS} ms`)
      }
    } catch (error) {
      throw new Error(
        `The inbox (BullMQ, queue "${queue.name}") kept no event: ${messageOf(error)}. Nothing is lost while the provider sends again; see to Redis${addressOf(queue)}.`,
        { cause: error },
      )
    }
  }

  async function handleJob(
    job: Job,
    onEvent: Parameters<BullMqInbox['workAtLeastOnce']>[1],
    { resolveUnknown }: WorkOptions,
  ): Promise<void> {
    const attempt = job.attemptsMade + 1
    const isLast = attempt >= (job.opts.attempts ?? 1)
    const result = await tryInboxEntry(
      { entry: job.data, attempt, isLast },
      {
        inbox: { put },
        resolveUnknown,
        onError,
        hooks,
        handle: (event, namespace) =>
          runInTime(handlerTimeoutMs, (signal) => onEvent(event, { namespace, attempt, signal })),
      },
    )
    if (result.state === 'done') return
    if (result.state === 'dead') throw new UnrecoverableError(messageOf(result.error))
    throw result.error
  }

  return {
    put,
    dead: list,
    replay,

    async workAtLeastOnce(workOptions, onEvent) {
      const { connection, concurrency = 4 } = workOptions
      if (!Number.isInteger(concurrency) || concurrency < 1) {
        throw new TypeError('concurrency must be an integer of at least 1')
      }
      const worker = new Worker(
        queue.name,
        async (job) => {
          running += 1
          await handleJob(job, onEvent, workOptions).finally(() => (running -= 1))
        },
        {
          connection,
          concurrency,
          ...(queue.opts.prefix === undefined ? {} : { prefix: queue.opts.prefix }),
          settings: { backoffStrategy },
          // A worker extends its locks in time; a lock that ran out is found at the next look.
          lockDuration: heartbeatMs,
          stalledInterval: heartbeatMs,
          // By default a job whose process dies twice fails for good, without its tries.
          maxStalledCount: 20,
        },
      )
      listenForErrors(worker)
      workers.push(worker)
      await worker.waitUntilReady()
    },

    async stop({ timeoutMs = Infinity } = {}) {
      const stopping = Promise.all(workers.map((worker) => worker.close()))
      if (!(await endsWithin(stopping, timeoutMs))) throw new IdleTimeoutError(running, 0)
    },

    health: () => readHealth(queue),
  }
}

// BullMQ wants no colon in an id, and not digits alone.
function toJobId(key: string): string {
  return `psc-${createHash('sha256').update(key).digest('hex')}`
}

function messageOf(error: unknown): string {
  const message: unknown = Reflect.get(Object(error), 'message')
  return typeof message === 'string' ? message : String(error)
}
