/**
 * Compares and reports in one step.
 *
 * @module
 */
import { compare } from './compare.ts'
import type { Effort, Task } from './compare.ts'
import { emit } from './emit.ts'
import { toFinding } from './finding.ts'
import type { Limit } from './finding.ts'
import { runtimeName } from './runtime.ts'

/** What is compared. */
export interface Duel {
  readonly row: string
  readonly what: string
  readonly ours: Task
  readonly theirs: Task
  readonly limit?: Limit | undefined
  readonly effort?: Effort | undefined
}

/** Compares, writes the finding and returns the ratio. */
export async function report({ row, what, ours, theirs, limit, effort }: Duel): Promise<number> {
  const comparison = await compare(ours, theirs, effort)
  emit(toFinding({ row, what, runtime: runtimeName(), limit }, comparison))
  return comparison.ratio
}
