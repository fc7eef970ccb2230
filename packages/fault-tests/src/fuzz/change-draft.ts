/**
 * Changes before the signature: what a provider, another client or a thief of one signed text could have signed.
 * Must not import core.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Change, Draft } from './draft.ts'

const BODIES = [
  '',
  ' ',
  'null',
  '[]',
  '[{}]',
  '"text"',
  '7',
  '{',
  '{}',
  '{"a":1,"a":2}',
  'status=SUCCEEDED',
  '{"a":1}x',
]

function putFirst(draft: Draft, json: string): void {
  draft.body = Buffer.from(draft.body.toString().replace('{', `{${json},`))
}

/** Each gets a draft of its own. */
export const DRAFT_CHANGES: Readonly<Record<string, Change<Draft>>> = {
  'the timestamp stands on an edge of the window': (draft, random) => {
    const { nowMs, toleranceMs } = draft.settings
    const edgeMs = random.pick([-1, 1]) * (toleranceMs + random.pick([-1, 0, 1]))
    draft.timestamp = String(nowMs + edgeMs)
  },
  'the timestamp is old or ahead': (draft, random) => {
    draft.timestamp = String(draft.settings.nowMs + random.pick([-1, 1]) * random.between(0, 1e12))
  },
  'the timestamp is in seconds': (draft) => {
    draft.timestamp = draft.timestamp.slice(0, 10)
  },
  'the body is no event': (draft, random) => {
    draft.body = Buffer.from(random.pick(BODIES))
  },
  'the body is not UTF-8': (draft, random) => {
    const odd = random.pick(['ff', 'c080', 'eda080', 'f4908080', 'e282', '80'])
    draft.body = Buffer.concat([draft.body, Buffer.from(odd, 'hex')])
  },
  'there is other white space, a BOM or an escape': (draft, random) => {
    const text = draft.body.toString()
    draft.body = Buffer.from(
      random.pick([
        `\uFEFF${text}`,
        `\uFEFF\uFEFF${text}`,
        `${text}\n`,
        ` ${text}`,
        text.replace('"s', String.raw`"\u0073`),
      ]),
    )
  },
  'there is text of other alphabets': (draft, random) => {
    putFirst(
      draft,
      `"note":"${random.pick(['é', 'ключ', '🔑', String.raw`\ud83d`, '\u2028', '\0'])}"`,
    )
  },
  'it is nested deeply': (draft, random) => {
    const depth = random.happens(0.02) ? 6_000 : random.between(2, 200)
    putFirst(draft, `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`)
  },
  'it is large': (draft, random) => {
    const { maxBodyBytes } = draft.settings
    const missing = maxBodyBytes - draft.body.length - '"pad":"",'.length + random.between(-1, 1)
    if (maxBodyBytes < 2_000 && missing >= 0) putFirst(draft, `"pad":"${'x'.repeat(missing)}"`)
  },
  'it names a merchant': (draft, random) => {
    putFirst(
      draft,
      `"merchantId":${random.pick(['"M_1001"', '"1001"', '1001', '1001.0', '"M_2"', '2', 'null', '""', '["M_2"]'])}`,
    )
  },
  'another secret signs': (draft, random) => {
    const { secret } = draft
    draft.secret = random.pick([
      `${secret} `,
      secret.toUpperCase(),
      'another',
      Buffer.from(secret, 'base64').toString('latin1'),
      '',
    ])
  },
  'the other scheme signs': (draft) => {
    draft.scheme = draft.scheme === 'body' ? 'request' : 'body'
  },
  'another method signs': (draft, random) => {
    draft.method = random.pick(['post', 'GET', 'PUT', ''])
  },
  'it is a path of the API': (draft, random) => {
    draft.path = `/api/v1/merchants/M_1001/${random.pick(['orders', 'refunds', ''])}`
  },
  'the body is what the other scheme signs': (draft, random) => {
    const hash = createHash('sha256').update(draft.body).digest('base64')
    draft.body = Buffer.from(`POST\n${draft.path}\n${hash}`)
    if (random.happens(0.5)) draft.scheme = 'body'
  },
}
