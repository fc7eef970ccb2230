/**
 * Program: how many webhooks worker threads verify together, against one. More threads than cores add nothing.
 *
 * @module
 */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { emit } from '../measure/emit.ts'
import { runtimeName } from '../measure/runtime.ts'
import { median } from '../measure/statistics.ts'
import { ourTask } from '../webhooks/tasks.ts'

const WORK_MS = 300
const ROUNDS = 7
const CHUNK = 200

async function countVerified(): Promise<number> {
  const verify = await ourTask('request')
  const startMs = performance.now()
  let count = 0
  while (performance.now() - startMs < WORK_MS) {
    for (let index = 0; index < CHUNK; index++) await verify()
    count += CHUNK
  }
  return (count * 1000) / (performance.now() - startMs)
}

async function askWorker(worker: Worker): Promise<number> {
  const answer = once(worker, 'message')
  // A worker's has no origin, unlike a window's.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage('work')
  const [perSecond] = (await answer) as [number]
  return perSecond
}

async function perSecond(workers: readonly Worker[]): Promise<number> {
  const counts = await Promise.all(workers.map(askWorker))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function measure(): Promise<void> {
  const threads = Math.max(2, Math.min(4, availableParallelism()))
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)))
  const rounds: { readonly all: number; readonly one: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ one: await perSecond(workers.slice(0, 1)), all: await perSecond(workers) })
  }
  const [all, one] = [
    median(rounds.map((each) => each.all)),
    median(rounds.map((each) => each.one)),
  ]
  await Promise.all(workers.map((worker) => worker.terminate()))
  emit({
    part: 'growth',
    row: 'worker threads that verify',
    what: `${threads} threads on ${availableParallelism()} cores, against one`,
    runtime: runtimeName(),
    value: all / one,
    unit: '×',
    detail: `${all.toFixed(0)} against ${one.toFixed(0)} /s`,
  })
}

async function serve(): Promise<void> {
  const perSecond = await countVerified()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(perSecond)
}

if (isMainThread) await measure()
else parentPort?.on('message', () => void serve())
