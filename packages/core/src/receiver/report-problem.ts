/**
 * Reporting to `onError`, so that a report that fails breaks nothing.
 * Must not know what a problem means for the reply.
 *
 * @module
 */
import type { WebhookProblem } from './options.ts'
import type { ReceiverSettings } from './settings.ts'

/** Calls `onError`; when that fails too, writes to the console. Never rejects. */
export async function reportProblem<Context>(
  settings: Pick<ReceiverSettings<Context>, 'onError'>,
  problem: WebhookProblem,
  context: Context,
): Promise<void> {
  try {
    await settings.onError(problem, context)
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error(`[paystablecoin] onError failed on a webhook that was ${problem.outcome}`, error)
  }
}
