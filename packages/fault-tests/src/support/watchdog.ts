/**
 * Ends a run that hangs: a call or a process that never ends is a failure.
 *
 * @module
 */
import { print } from './print.ts'

/** Runs a step. If it takes longer than `limitMs` (real milliseconds), prints what is still open and exits with 1. */
export async function runWithin<Result>(
  limitMs: number,
  name: string,
  step: () => Promise<Result>,
): Promise<Result> {
  const timer = setTimeout(() => {
    const open = process.getActiveResourcesInfo().join(', ')
    print(`  not ok ${name} did not end within ${limitMs / 1000} s; still open: ${open}`)
    print('\n0 passed, 1 failed')
    process.exit(1)
  }, limitMs)
  try {
    return await step()
  } finally {
    clearTimeout(timer)
  }
}
