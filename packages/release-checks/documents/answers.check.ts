/**
 * The table of answers in the guide to webhooks against the replies of the receiver.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { REPOSITORY } from '../src/published-packages.ts'

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8')

it('has every reply of the receiver, and no other', () => {
  const source = read('packages/core/src/receiver/replies.ts')
  const constants = [...source.matchAll(/status: (\d+),\n.*?body: '(.*?)'/gs)]
  const rejections = [...source.matchAll(/rejection\((\d+), '(.*?)'/g)]
  const replies = new Set([
    ...constants.map(([, status, body]) => `${status} ${body}`),
    ...rejections.map(([, status, error]) => `${status} ${JSON.stringify({ error })}`),
  ])
  const rows = [...read('packages/docs/guides/webhooks.md').matchAll(/^\| (\d+) \| `(\{.*?)` \|/gm)]
  expect(rows.map(([, status, body]) => `${status} ${body}`).toSorted()).toEqual(
    [...replies].toSorted(),
  )
})
