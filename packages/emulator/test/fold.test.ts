/**
 * What the dashboard folds into one line, and what it does not.
 *
 * @module
 */
import { expect, test } from 'vitest'
import type { Foldable } from '../src/dashboard/fold.ts'
import { fold } from '../src/dashboard/fold.ts'

/** Items in the order of time, each written as key, topic and `!` where nothing interrupts it. */
function itemsOf(texts: readonly string[]): readonly Foldable[] {
  return texts.map((text, atMs) => {
    const [foldKey = '', topic] = text.replace('!', '').split('@')
    return {
      atMs,
      topic,
      foldKey: foldKey === '-' ? undefined : foldKey,
      isLasting: text.endsWith('!'),
    }
  })
}

test.each<[string, readonly string[], readonly (readonly [number, number, number])[]]>([
  ['nothing', [], []],
  ['polls without end', ['a@1', 'a@1', 'a@1'], [[0, 2, 3]]],
  [
    'polls of two orders in turn',
    ['a@1', 'b@2', 'a@1', 'b@2'],
    [
      [0, 2, 2],
      [1, 3, 2],
    ],
  ],
  [
    'polls that another event of the order interrupts',
    ['a@1', '-@1', 'a@1', 'a@1'],
    [
      [0, 0, 1],
      [1, 1, 1],
      [2, 3, 2],
    ],
  ],
  [
    'polls that are answered otherwise in between',
    ['a@1', 'b@1', 'a@1'],
    [
      [0, 0, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  ],
  [
    'polls that an event of another order does not interrupt',
    ['a@1', '-@2', 'a@1'],
    [
      [0, 2, 2],
      [1, 1, 1],
    ],
  ],
  ['polls of what is unknown', ['a', 'a'], [[0, 1, 2]]],
  [
    'attempts that polls come between',
    ['w@1!', 'a@1', 'w@1!', 'a@1'],
    [
      [0, 2, 2],
      [1, 1, 1],
      [3, 3, 1],
    ],
  ],
  [
    'what has no key',
    ['-@1', '-@1'],
    [
      [0, 0, 1],
      [1, 1, 1],
    ],
  ],
])('folds %s', (_, texts, folds) => {
  expect(
    fold(itemsOf(texts)).map(({ first, last, count }) => [first.atMs, last.atMs, count]),
  ).toEqual(folds)
})
