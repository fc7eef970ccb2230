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

// The ratio tends to 1 as the body grows.
const LIMIT = {
  atMost: 1.05,
  why: 'A small body shows the promise that ours returns; a body of 256 kB is copied, decoded and parsed by the same native code on both sides, and what differs is the garbage collector.',
}

for (const scheme of ['body', 'request'] as const) {
  for (const bodyBytes of [518, 4096, 32_768, 262_144]) {
    const body = sampleBody(1, bodyBytes)
    const comparison = await compare(
      await ourTask(scheme, scheme, body),
      await floorTask(scheme, body),
      { rounds: 300, batchMs: 1 },
    )
    const size = `${(bodyBytes / 1024).toFixed(1)} kB`
    const identity = {
      part: 'growth',
      row: 'growth with body size',
      what: `\`${scheme}\`, ${size}, against the floor`,
      against: 'the floor',
      runtime: runtimeName(),
      limit: LIMIT,
    } as const
    emit(toFinding(identity, comparison))
  }
}
