/**
 * Program: the ratio to the floor as the body grows.
 *
 * @module
 */
import { compare } from '../measure/compare.ts'
import { emit } from '../measure/emit.ts'
import { toFinding } from '../measure/finding.ts'
import type { Limit } from '../measure/finding.ts'
import { runtimeName } from '../measure/runtime.ts'
import { sampleBody } from '../webhooks/sample.ts'
import { floorTask, ourTask } from '../webhooks/tasks.ts'

for (const scheme of ['body', 'request'] as const) {
  let limit: Limit | undefined
  for (const bodyBytes of [518, 4096, 32_768, 262_144]) {
    const body = sampleBody(1, bodyBytes)
    const comparison = await compare(
      await ourTask(scheme, scheme, body),
      await floorTask(scheme, body),
      { rounds: 300, batchMs: 1 },
    )
    const what = `\`${scheme}\`, ${(bodyBytes / 1024).toFixed(1)} kB, against the floor`
    emit(
      toFinding({ row: 'growth with body size', what, runtime: runtimeName(), limit }, comparison),
    )
    // Towards 1: not above what it was for the smaller body, but for noise.
    limit = { atMost: Math.max(1.05, Number(comparison.ratio.toFixed(2))) }
  }
}
