import * as core from '@paystablecoin/core'
import { expect, it } from 'vitest'
import * as adapter from '../src/index.ts'

it('exports all of core, and three functions of its own', () => {
  const own = ['paystablecoin', 'paystablecoinHandler', 'paystablecoinWebhook']
  expect(Object.keys(adapter).toSorted()).toEqual([...Object.keys(core), ...own].toSorted())
})
