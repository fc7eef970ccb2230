/**
 * Compares and reports in one step.
 *
 * @module
 */
import { compare } from './compare.ts'
import type { Effort, Task } from './compare.ts'
import { emit } from './emit.ts'
import { toFinding } from './finding.ts'
import type { Limit, Part } from './finding.ts'
import { runtimeName } from './runtime.ts'

/** What is compared. */
export interface Duel {
  readonly part: Part
  readonly row: string
  readonly what: string
  /** Whose the other way is. */
  readonly against: string
  readonly ours: Task
  readonly theirs: Task
  readonly limit?: Limit | undefined
  readonly effort?: Effort | undefined
}

/** Compares and writes the finding. */
export async function report({ ours, theirs, effort, what, ...duel }: Duel): Promise<void> {
  const comparison = await compare(ours, theirs, effort)
  const identity = { ...duel, what: `${what} against ${duel.against}`, runtime: runtimeName() }
  emit(toFinding(identity, comparison))
}
