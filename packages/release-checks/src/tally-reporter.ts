/**
 * Prints a line per check, the failures in full, and `N passed, N failed` alone on the last line.
 *
 * @module
 */
import type { SerializedError } from 'vitest'
import { VerboseReporter } from 'vitest/node'
import type { TestModule } from 'vitest/node'

/** Vitest's verbose reporter with one line for a summary. */
export default class TallyReporter extends VerboseReporter {
  override reportTestSummary(): void {}

  override onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: Parameters<VerboseReporter['onTestRunEnd']>[2],
  ): void {
    super.onTestRunEnd(modules, unhandledErrors, reason)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.ok() && test.result().state === 'passed').length
    // A file that does not load, or an error outside of all tests, fails no test.
    const broken = modules.filter((module) => module.errors().length > 0).length
    const failed = tests.length - passed + broken + unhandledErrors.length
    this.log(`\n${passed} passed, ${failed} failed`)
  }
}
