/**
 * Program: the Web Crypto path on this runtime, against stripe's worker build, which also uses Web Crypto.
 *
 * @module
 */
import { report } from '../measure/report.ts'
import { stripeSubtleTask } from '../webhooks/peers.ts'
import { sampleBody } from '../webhooks/sample.ts'
import { ourTask } from '../webhooks/tasks.ts'

const WEB_CRYPTO_WHY =
  'Each call of Web Crypto on Node goes through a thread pool, whose queue takes what else the machine does into the figure.'

// Without native crypto, core uses Web Crypto.
Object.defineProperty(process, 'getBuiltinModule', { value: undefined })

for (const [scheme, atMost] of [
  ['body', 1],
  ['request', 1.6],
] as const) {
  await report({
    part: 'peers',
    row: 'the Web Crypto path',
    what: `\`${scheme}\``,
    against: "stripe's worker build",
    ours: await ourTask(scheme),
    theirs: await stripeSubtleTask(sampleBody(1)),
    limit: { atMost, why: WEB_CRYPTO_WHY },
    effort: { rounds: 400, batchMs: 2 },
  })
}
