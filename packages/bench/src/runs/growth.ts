/**
 * Program: the ratio to the floor as the body grows.
 *
 * @module
 */
import { compare } from '../measure/compare.ts'
import { emit } from '../measure/emit.ts'
import { toFinding } from '../measure/finding.ts'
import { runtimeName } from '../measure/runtime.ts'
import { sampleBody } from '../webhooks/sample.ts'
import { floorTask, ourTask } from '../webhooks/tasks.ts'

for (const scheme of ['body', 'request'] as const) {
  for (const bodyBytes of [518, 4096, 32_768, 262_144]) {
    const body = sampleBody(1, bodyBytes)
    const comparison = await compare(
      await ourTask(scheme, scheme, body),
      await floorTask(scheme, body),
      { rounds: 300, batchMs: 1 },
    )
    const what = `\`${scheme}\`, ${(bodyBytes / 1024).toFixed(1)} kB, against the floor`
    const identity = { row: 'growth with body size', what, runtime: runtimeName() }
    // The ratio tends to 1 as the body grows.
    emit(toFinding({ ...identity, limit: { atMost: 1.05 } }, comparison))
  }
}
