/**
 * Runs cases one after the other and collects their results.
 * Must not know what a case is about.
 *
 * @module
 */
import type { CaseResult } from './portable-case.ts'

/** A case, ready to be run. */
export interface RunnableCase {
  readonly title: string
  readonly run: () => Promise<void>
  /** @default 20000 (20 seconds) */
  readonly timeoutMs?: number | undefined
}

// The only real timer of the suite: a case that hangs must not block the others.
const LONGEST_CASE_MS = 20_000

/** Runs every case of every group. Never rejects. */
export async function runCases(
  groups: Readonly<Record<string, readonly RunnableCase[]>>,
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const [group, cases] of Object.entries(groups)) {
    for (const one of cases) results.push({ group, title: one.title, ...(await runOne(one)) })
  }
  return results
}

async function runOne({
  run,
  timeoutMs = LONGEST_CASE_MS,
}: RunnableCase): Promise<Pick<CaseResult, 'ok' | 'error'>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    const error = new Error(`it took longer than ${timeoutMs} ms`)
    timer = setTimeout(() => reject(error), timeoutMs)
  })
  try {
    await Promise.race([run(), tooLong])
    return { ok: true }
  } catch (error) {
    return { ok: false, error: String(error) }
  } finally {
    clearTimeout(timer)
  }
}
