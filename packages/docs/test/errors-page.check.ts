/**
 * The page of errors leaves none out: each error of core, and each reason that the API reference knows.
 *
 * @module
 */
import * as core from '@paystablecoin/core'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listMissing, listMissingErrors, writeErrorsPage } from '../generate/errors.ts'

const api: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../dist/api.json'), 'utf8'))

describe('the page of errors', () => {
  it('has every error that core has a function for', () => {
    expect(listMissingErrors(Object.keys(core))).toEqual([])
    expect(listMissingErrors(['isNewError'])).toEqual(['NewError'])
  })

  it('has every reason of the types', () => {
    expect(listMissing(api)).toEqual([])
    const type = { types: [{ value: 'stale' }, { value: 'new' }] }
    const another = { children: [{ name: 'core', children: [{ name: 'SignatureReason', type }] }] }
    expect(listMissing(another)).toEqual(['SignatureError: new'])
  })

  it('holds no secret', async () => {
    expect(await writeErrorsPage()).not.toContain('an-api-secret-that-only-this-page-uses')
  })
})
