/**
 * Two ways to do the same thing, measured in turn in one process: many rounds of batches shorter than a time slice, so that other
 * load on the machine affects both and spares most batches.
 *
 * @module
 */
import { median, quantile } from './statistics.ts'

/** Does the work once. */
export type Task = () => unknown

/** What a comparison found. */
export interface Comparison {
  /** Medians over the rounds, in microseconds per call. */
  readonly oursUs: number
  readonly theirsUs: number
  /** The ratio of the medians, and the middle half of the ratios of single rounds. */
  readonly ratio: number
  readonly spread: readonly [number, number]
}

/** How much is measured. */
export interface Effort {
  readonly rounds: number
  readonly batchMs: number
}

const USUAL_EFFORT: Effort = { rounds: 800, batchMs: 0.6 }

/** Compares our way with theirs. */
export async function compare(
  ours: Task,
  theirs: Task,
  effort: Effort = USUAL_EFFORT,
): Promise<Comparison> {
  const [ourBatch, theirBatch] = [await toBatch(ours, effort), await toBatch(theirs, effort)]
  const rounds: { readonly oursUs: number; readonly theirsUs: number }[] = []
  for (let round = 0; round < effort.rounds; round++) {
    const oursFirst = round % 2 === 0
    const early = oursFirst ? await ourBatch() : await theirBatch()
    const late = oursFirst ? await theirBatch() : await ourBatch()
    rounds.push(oursFirst ? { oursUs: early, theirsUs: late } : { oursUs: late, theirsUs: early })
  }
  return summarise(rounds)
}

function summarise(
  rounds: readonly { readonly oursUs: number; readonly theirsUs: number }[],
): Comparison {
  const oursUs = median(rounds.map((round) => round.oursUs))
  const theirsUs = median(rounds.map((round) => round.theirsUs))
  const ratios = rounds.map((round) => round.oursUs / round.theirsUs)
  const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const
  return { oursUs, theirsUs, ratio: oursUs / theirsUs, spread }
}

/** Warms a task up. Returns a function that runs one batch of it and resolves with the microseconds per call. */
async function toBatch(task: Task, { batchMs }: Effort): Promise<() => Promise<number>> {
  // Only a promise is awaited, so that a synchronous peer does not pay for our loop.
  const run = task() instanceof Promise ? runAwaited : runPlainly
  const warmUps: number[] = []
  for (let warmUp = 0; warmUp < 200; warmUp++) warmUps.push(await run(task, 50))
  const times = Math.max(4, Math.round((batchMs * 1000) / quantile(warmUps.slice(100), 0.25)))
  return () => run(task, times)
}

async function runAwaited(task: Task, times: number): Promise<number> {
  const startMs = performance.now()
  for (let index = 0; index < times; index++) await task()
  return ((performance.now() - startMs) * 1000) / times
}

async function runPlainly(task: Task, times: number): Promise<number> {
  const startMs = performance.now()
  for (let index = 0; index < times; index++) task()
  return ((performance.now() - startMs) * 1000) / times
}
