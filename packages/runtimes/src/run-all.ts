/**
 * Runs the runtimes, two at a time, and keeps what became of each.
 *
 * @module
 */
import { judgeResults } from './known-differences.ts'
import type { JudgedResult } from './known-differences.ts'
import type { Runtime } from './runtimes.ts'

/** What became of one runtime. */
export interface RuntimeReport {
  readonly name: string
  readonly version: string
  readonly results: readonly JudgedResult[]
  readonly durationMs: number
}

const AT_ONCE = 2

/** Runs every one. Never rejects: a runtime that can't be started has one result, which failed. */
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
    (found) => (found.length === 0 ? [notStarted('it ran no case')] : judgeResults(name, found)),
    (error: unknown) => [notStarted(String(error))],
  )
  return { name, version, results, durationMs: performance.now() - startedMs }
}

function notStarted(error: string): JudgedResult {
  return { group: 'start', title: 'it starts', ok: false, error, verdict: 'failed' }
}
