/**
 * A webhook of the fuzz, decided by the run's seed and its number alone.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import { createRandom, randomFrom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { DRAFT_CHANGES } from './change-draft.ts'
import { WEBHOOK_CHANGES } from './change-webhook.ts'
import { drawDraft, send } from './draft.ts'
import type { FuzzCase } from './webhook-case.ts'

/** What a webhook is made of. Each part has a start of its own for its random numbers, so that the others can be left out. */
export interface Recipe {
  readonly index: number
  readonly start: number
  readonly changes: readonly { readonly name: string; readonly start: number }[]
  /** Whether it arrives in pieces and in a `Headers` object, as it may; otherwise as bytes and a record. */
  readonly isCarriedOddly: boolean
}

const MOST_CHANGES = 3
const NAMES = [...Object.keys(DRAFT_CHANGES), ...Object.keys(WEBHOOK_CHANGES)]

/** Draws a recipe: no change, or up to three. */
export function drawRecipe(seed: number, index: number): Recipe {
  const random = createRandom(seed, `webhook ${index}`)
  const drawStart = (): number => random.between(0, 2 ** 31 - 1)
  return {
    index,
    start: drawStart(),
    changes: Array.from({ length: random.between(0, MOST_CHANGES) }, () => ({
      name: random.pick(NAMES),
      start: drawStart(),
    })),
    isCarriedOddly: random.happens(0.5),
  }
}

/** Makes the webhook of a recipe. */
export function makeCase({ start, changes, isCarriedOddly }: Recipe): FuzzCase {
  const draft = drawDraft(randomFrom(start))
  for (const change of changes) DRAFT_CHANGES[change.name]?.(draft, randomFrom(change.start))
  const webhook = send(draft)
  for (const change of changes) WEBHOOK_CHANGES[change.name]?.(webhook, randomFrom(change.start))
  carry(webhook, randomFrom(start + 1), isCarriedOddly)
  return webhook
}

// What `new Headers` takes: everything else reaches a receiver in a record only.
const HEADER_TEXT = /^[\t\n\r ]*[\t\u0020-\u007E\u0080-\u00FF]*[\t\n\r ]*$/

function carry(webhook: FuzzCase, random: Random, isOdd: boolean): void {
  const { body, headers, fate } = webhook
  if (isOdd && random.happens(0.5) && headers.every(([, value]) => HEADER_TEXT.test(value)))
    webhook.headersForm = 'Headers'
  if (isOdd)
    webhook.carrier = random.pick(['bytes', 'text', 'web stream', 'Node stream', 'iterable'])
  if (webhook.carrier === 'text' && !isUtf8(body)) webhook.carrier = 'bytes'
  if (webhook.carrier === 'bytes' || webhook.carrier === 'text') {
    // Bytes that are there can't break off.
    if (fate !== 'ends' && fate !== 'gone')
      webhook.carrier = random.pick(['web stream', 'Node stream', 'iterable'])
    return
  }
  const pieces = random.pick([0, 1, 3, 20])
  webhook.cuts = Array.from({ length: pieces }, () => random.between(0, body.length)).toSorted(
    (a, b) => a - b,
  )
}
