/**
 * Which path is signed, and what happens beside the webhook route.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { INVALID_SIGNATURE } from '../support/answers.ts'
import { paymentBody, toBytes, WEBHOOK_PATH } from '../../fixtures/webhooks.ts'
import { accepts, refuses } from './case-builders.ts'

const ENCODED = '/hooks/a%20b'
const OUTSIDE = { callbackUrl: 'https://shop.example/outside/payment?token=1' }
const OUTSIDE_TWICE = {
  callbackUrl: ['https://shop.example/outside/payment', 'https://shop.example/outside/re%2Ffund'],
}

export const pathCases: readonly ContractCase[] = [
  accepts('does not sign the query', { path: `${WEBHOOK_PATH}?token=1` }),
  accepts('signs an encoded path as it was called', { path: ENCODED }, { path: ENCODED }),
  refuses(
    'refuses the signature of another encoding',
    INVALID_SIGNATURE,
    { path: ENCODED, signedPath: '/hooks/a+b' },
    { path: ENCODED },
  ),
  accepts('takes the path of callbackUrl', { signedPath: '/outside/payment' }, OUTSIDE),
  refuses('refuses its own path beside callbackUrl', INVALID_SIGNATURE, {}, OUTSIDE),
  accepts('takes the first of two callbackUrls', { signedPath: '/outside/payment' }, OUTSIDE_TWICE),
  accepts(
    'takes the second of two callbackUrls',
    { signedPath: '/outside/re%2Ffund' },
    OUTSIDE_TWICE,
  ),
  refuses(
    'refuses a third path beside two callbackUrls',
    INVALID_SIGNATURE,
    { signedPath: '/outside' },
    OUTSIDE_TWICE,
  ),
  {
    title: 'leaves other methods on its path to the framework',
    run: async (t) => {
      const shop = await t.open()
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const response = await shop.server.fetch(shop.path, { method })
        assert.equal(response.status, 404)
        assert.doesNotMatch(await response.text(), /signature|00000/i)
      }
      await shop.server.close()
      assert.deepEqual(shop.problems.items, [])
    },
  },
  {
    title: "leaves other routes' bodies to the framework's own parser",
    run: async (t) => {
      const shop = await t.open()
      const echo = async (): Promise<unknown> => {
        const headers = { 'content-type': 'application/json' }
        const body = toBytes(paymentBody())
        const response = await shop.server.fetch('/echo', { method: 'POST', headers, body })
        return response.json()
      }
      assert.deepEqual(await echo(), JSON.parse(paymentBody()))
      await shop.send()
      assert.deepEqual(await echo(), JSON.parse(paymentBody()))
    },
  },
]
