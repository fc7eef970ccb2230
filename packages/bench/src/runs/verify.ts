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

const FLOOR = {
  atMost: 1.05,
  why: 'The floor is a synchronous function for one scheme, one secret and one kind of event. Ours returns a promise, because Web Crypto is all that some runtimes have, looks at its options, and makes sure that a refund is never taken for a payment: 0.3 to 0.7 µs, which is most visible on Bun, where all the rest takes 2. The HMAC itself is at the floor: see the row of the crypto of each runtime.',
}
const AUTO = { atMost: 1.1, why: FLOOR.why }
const STRIPE = {
  atMost: 1,
  why: 'The `request` scheme hashes the body and then signs a text with that hash: one call into native crypto more than stripe makes. Where such a call is dear, as on Deno (1.4 µs for the hash, 3.6 for the HMAC), that is all of the difference.',
}

for (const scheme of ['body', 'request'] as const) {
  const what = `\`${scheme}\``
  const ours = await ourTask(scheme)
  const floor = { against: 'the floor', theirs: await floorTask(scheme) }
  await report({ part: 'by-hand', row, what, ours, ...floor, limit: FLOOR })
  await report({
    part: 'by-hand',
    row: 'the same in `auto`',
    what: `signed in ${what},`,
    ours: await ourTask(scheme, 'auto'),
    ...floor,
    limit: AUTO,
  })
  const peer = { part: 'peers', row, what, ours } as const
  await report({ ...peer, against: 'stripe', theirs: await stripeTask(body), limit: STRIPE })
  const octokit = await octokitTask(body)
  await report({ ...peer, against: 'Octokit (no window, no event)', theirs: octokit })
}

for (const against of ['standardwebhooks', 'svix'] as const) {
  await report({
    part: 'peers',
    row,
    what: '`body`',
    against,
    ours: await ourTask('body'),
    theirs: await standardWebhooksTask(against, body),
    limit: { atMost: 1, why: 'The same duties, so it should hold: measure again.' },
  })
}
