/**
 * Program: verify a webhook, scheme pinned, one secret, parse included; and the same in `auto`.
 *
 * @module
 */
import { report } from '../measure/report.ts'
import { octokitTask, standardWebhooksTask, stripeTask } from '../webhooks/peers.ts'
import { sampleBody } from '../webhooks/sample.ts'
import { floorTask, ourTask } from '../webhooks/tasks.ts'

const row = 'verify a webhook'
const body = sampleBody(1)

for (const scheme of ['body', 'request'] as const) {
  const ours = await ourTask(scheme)
  const floor = await floorTask(scheme)
  const what = (peer: string): string => `\`${scheme}\` against ${peer}`
  await report({ row, what: what('the floor'), ours, theirs: floor, limit: { atMost: 1 } })
  const stripe = await stripeTask(body)
  await report({ row, what: what('stripe'), ours, theirs: stripe, limit: { atMost: 0.85 } })
  const octokit = await octokitTask(body)
  const limit = { atMost: scheme === 'body' ? 1 : 1.1 }
  await report({ row, what: what('Octokit'), ours, theirs: octokit, limit })
  await report({
    row: 'the same in `auto`',
    what: `signed in \`${scheme}\`, against the floor`,
    ours: await ourTask(scheme, 'auto'),
    theirs: floor,
    limit: { atMost: 1.1 },
  })
}

for (const peer of ['standardwebhooks', 'svix'] as const) {
  const theirs = await standardWebhooksTask(peer, body)
  await report({ row, what: `\`body\` against ${peer}`, ours: await ourTask('body'), theirs })
}
