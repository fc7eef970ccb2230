/**
 * Runs the runtimes, two at a time, and collects their results.
 *
 * @module
 */
import { classifyResults } from './known-differences.ts'
import type { ClassifiedResult } from './known-differences.ts'
import type { Runtime } from './runtimes.ts'

/** The results of one runtime. */
export interface RuntimeReport {
  readonly name: string
  readonly version: string
  readonly results: readonly ClassifiedResult[]
  readonly durationMs: number
}

const AT_ONCE = 2

/** Runs all of them. Never rejects: a runtime that does not start has one result, a failure. */
export async function runAll(
  runtimes: readonly Runtime[],
  project: string,
  onReport: (report: RuntimeReport) => void,
): Promise<readonly RuntimeReport[]> {
  const reports = new Map<string, RuntimeReport>()
  const waiting = runtimes.values()
  const work = async (): Promise<void> => {
    for (const runtime of waiting) {
      const report = await runOne(runtime, project)
      reports.set(runtime.name, report)
      onReport(report)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return runtimes.flatMap(({ name }) => reports.get(name) ?? [])
}

async function runOne(runtime: Runtime, project: string): Promise<RuntimeReport> {
  const { name, version } = runtime
  const startedMs = performance.now()
  const results = await runtime.run(project).then(
    (found) => (found.length === 0 ? [notStarted('no case ran')] : classifyResults(name, found)),
    (error: unknown) => [notStarted(String(error))],
  )
  return { name, version, results, durationMs: performance.now() - startedMs }
}

function notStarted(error: string): ClassifiedResult {
  return { group: 'start', title: 'it starts', ok: false, error, status: 'failed' }
}
