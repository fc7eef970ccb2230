/**
 * Which keys are one: poorer keys, namespaces, and texts that engines treat in ways of their own.
 *
 * @module
 */
import type { StoreCase } from '../store-case.ts'
import { expectState, finish, take } from '../support.ts'

const TWO_HUNDRED_KB = 'x'.repeat(200_000)

// Each text with one that an engine might take for the same.
const PAIRS: readonly (readonly [string, string, string])[] = [
  ['U+0000', 'a\0b', 'a'],
  ['emoji', '🧾💶', '🧾💷'],
  ['lone surrogates', 'a\ud83d', 'a\ud83e'],
  ['a lone surrogate and its replacement', 'a\udfff', 'a\ufffd'],
  ['200 kB', `${TWO_HUNDRED_KB}1`, `${TWO_HUNDRED_KB}2`],
  ['upper and lower case', 'ORDER', 'order'],
  ['spaces at the end', 'order ', 'order'],
  ['composed and decomposed accents', '\u00e9', 'e\u0301'],
  ['quotes', `'"; drop table paystablecoin_deduplication; --`, `'`],
  ['patterns', 'a%', 'ab'],
  ['braces', '{a}b', '{a}c'],
  ['line breaks', 'a\nb', 'a\r\nb'],
  ['the beginning of a hash', 'sha256:1', 'sha256:2'],
  ['digits', '1', '01'],
]

export const keyCases: readonly StoreCase[] = [
  ...PAIRS.map(
    ([what, one, other]) =>
      ({
        title: `distinguishes keys with ${what}`,
        run: async (t) => {
          const store = t.open()
          const [first, second] = [t.key(one), t.key(other)]
          await finish(store, first)
          await expectState(store, second, 'claimed')
          await expectState(store, first, 'done')
        },
      }) satisfies StoreCase,
  ),
  {
    title: 'stores any text as a poorer key',
    run: async (t) => {
      const store = t.open()
      const poorer = PAIRS.map(([, text]) => t.key(text))
      await finish(store, t.key(), poorer)
      for (const key of poorer) await expectState(store, key, 'done')
    },
  },
  {
    title: 'distinguishes two namespaces with one event',
    run: async (t) => {
      const store = t.open()
      const event = t.key('event')
      await finish(store, `["merchant 1000",${event}]`)
      await expectState(store, `["merchant 2000",${event}]`, 'claimed')
    },
  },
  {
    title: 'marks the poorer keys as done together with the key',
    run: async (t) => {
      const [one, two] = [t.open(), t.open()]
      await finish(one, t.key(), [t.key('a'), t.key('b'), t.key('c')])
      for (const name of ['a', 'b', 'c']) await expectState(two, t.key(name), 'done')
    },
  },
  {
    title: 'leaves the richer key free when a poorer one is done',
    run: async (t) => {
      const store = t.open()
      await finish(store, t.key('poorer'))
      await finish(store, t.key(), [t.key('poorer')])
      await expectState(store, t.key(), 'done')
    },
  },
  {
    title: 'takes poorer keys that are named twice, or are the key itself',
    run: async (t) => {
      const store = t.open()
      await finish(store, t.key(), [t.key('a'), t.key('a'), t.key()])
      await expectState(store, t.key(), 'done')
      await expectState(store, t.key('a'), 'done')
    },
  },
  {
    title: 'keeps a poorer key done that somebody was handling, whatever they do',
    run: async (t) => {
      const store = t.open()
      const token = await take(store, t.key('poorer'))
      const other = await take(store, t.key('another'))
      await finish(store, t.key(), [t.key('poorer'), t.key('another')])
      await store.release(t.key('poorer'), token)
      await store.complete(t.key('another'), other, [])
      await expectState(store, t.key('poorer'), 'done')
      await expectState(store, t.key('another'), 'done')
    },
  },
]
