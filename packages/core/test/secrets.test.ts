import { describe, expect, it } from 'vitest'
import type { ApiSecret } from '../src/shared/types.ts'
import { toSecrets, toSigningSecret } from '../src/signing/secrets.ts'

describe('toSecrets', () => {
  it('makes a list of one or of several', () => {
    expect(toSecrets('a')).toEqual(['a'])
    expect(toSecrets(['a', 'b'])).toEqual(['a', 'b'])
  })

  it('takes white space inside', () => {
    expect(toSecrets('a b')).toEqual(['a b'])
  })

  it('is not changed by what becomes of the list', () => {
    const given = ['a']
    const secrets = toSecrets(given)
    given.push('')
    expect(secrets).toEqual(['a'])
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
    ['a number', 5],
    ['bytes', new Uint8Array(32)],
    ['an empty text in a list', ['a', '']],
    ['undefined in a list', ['a', undefined]],
    ['a space before', ' a'],
    ['a space after', 'a '],
    ['a line break after', 'a\n'],
    ['a BOM before', '\uFEFFa'],
    ['a tab after the second', ['a', 'b\t']],
  ])('refuses %s, and names the option', (_, secret) => {
    expect(() => toSecrets(secret as ApiSecret)).toThrow(TypeError)
    expect(() => toSecrets(secret as ApiSecret)).toThrow(/^apiSecret /)
  })

  it('keeps the secret out of the message', () => {
    expect(() => toSecrets('hush-hush\n')).toThrow(/^(?!.*hush)/)
  })
})

describe('toSigningSecret', () => {
  it('takes the first', () => {
    expect(toSigningSecret('a')).toBe('a')
    expect(toSigningSecret(['a', 'b'])).toBe('a')
  })
})
