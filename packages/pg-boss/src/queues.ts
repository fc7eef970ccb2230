/**
 * The two queues of an inbox: the one of its entries, and the one of the dead.
 * Must not know what is in them.
 *
 * @module
 */
import type { PgBoss } from 'pg-boss'
import type { InboxSettings } from './settings.ts'

/**
 * Starts pg-boss, and creates the queues or gives them these settings.
 *
 * @throws {TypeError} There is a queue of this name that is of another kind.
 */
export async function startQueues(boss: PgBoss, settings: InboxSettings): Promise<void> {
  const { queue, deadQueue, queueOptions } = settings
  const { retentionSeconds, deleteAfterSeconds } = queueOptions
  await boss.start()
  await boss.createQueue(deadQueue, { retentionSeconds, deleteAfterSeconds })
  await boss.createQueue(queue, { ...queueOptions, deadLetter: deadQueue, notify: true })
  const found = await boss.getQueue(queue)
  if (found?.policy !== 'standard' || found.deadLetter !== deadQueue) {
    throw new TypeError(
      `pg-boss has a queue "${queue}" that is no inbox: give the inbox a name of its own by its option queue, or delete that queue. No event was put.`,
    )
  }
  await boss.updateQueue(queue, queueOptions)
  await boss.updateQueue(deadQueue, { retentionSeconds, deleteAfterSeconds })
}
