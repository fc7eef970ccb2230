import * as core from '@paystablecoin/core'
import { expect, it } from 'vitest'
import * as adapter from '../src/index.ts'

it('exports all of core, and three names of its own', () => {
  const own = ['default', 'paystablecoin', 'paystablecoinWebhook']
  expect(Object.keys(adapter).toSorted()).toEqual([...Object.keys(core), ...own].toSorted())
})
