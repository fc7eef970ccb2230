/**
 * An app inside another server: under a prefix of Express, or on a platform that has read the body before.
 *
 * @module
 */
import express from 'express'
import type { IncomingMessage } from 'node:http'
import assert from 'node:assert/strict'
import type { ShopOptions } from '../adapter.ts'
import type { ContractCase } from '../contract-case.ts'
import type { Host } from '../node-server.ts'
import { INVALID_SIGNATURE } from '../support/answers.ts'
import { WEBHOOK_PATH } from '../../fixtures/webhooks.ts'
import type { WebhookParts } from '../support/webhooks.ts'
import { accepts, rejects } from './case-builders.ts'

/** A case, and the host that the app is behind. */
export interface HostCase extends ContractCase {
  readonly host: Host
}

const mounted: Host = (listener) => express().use('/api', listener)
const mountedTwice: Host = (listener) => express().use('/outer', express().use('/inner', listener))
// As Cloud Functions and Firebase do for every function.
const keepsRawBody: Host = (listener) => express().use(express.json({ verify: keep }), listener)
const keepsBody: Host = (listener) => express().use(express.raw({ type: '*/*' }), listener)
const keepsNothing: Host = (listener) => express().use(express.json(), listener)

function keep(request: IncomingMessage, _response: unknown, rawBody: Buffer): void {
  Object.assign(request, { rawBody })
}

function behind(host: Host, contractCase: ContractCase): HostCase {
  return { ...contractCase, host }
}

/** The response says that the body was read before, which is no fault of the signature. */
function findsNoBody(title: string, parts: WebhookParts, options?: ShopOptions): ContractCase {
  return {
    title,
    run: async (t) => {
      const shop = await t.open(options)
      const response = await shop.send(parts)
      assert.match(await response.text(), /read before the webhook route could/)
      assert.equal(response.status, 500)
      await shop.server.close()
      assert.deepEqual(
        shop.problems.items.map(({ outcome }) => outcome),
        ['unavailable'],
      )
    },
  }
}

const PREFIXED = `/api${WEBHOOK_PATH}`
const IN_PIECES = { pieceBytes: 100 }

function changeOneByte({ body }: { readonly body: Uint8Array }): void {
  body[body.indexOf(0x39)] = 0x38
}

export const hostCases: Readonly<Record<string, readonly HostCase[]>> = {
  'under a prefix of Express': [
    behind(mounted, accepts('verifies the whole path', { path: `${PREFIXED}?token=1` })),
    behind(mounted, accepts('verifies it for a body in pieces', { path: PREFIXED, ...IN_PIECES })),
    behind(
      mounted,
      rejects('rejects the path without its prefix', INVALID_SIGNATURE, {
        path: PREFIXED,
        signedPath: WEBHOOK_PATH,
      }),
    ),
    behind(
      mountedTwice,
      accepts('verifies the prefixes of two apps', { path: `/outer/inner${WEBHOOK_PATH}` }),
    ),
  ],
  'behind who has read the body': [
    behind(keepsRawBody, accepts('takes the bytes of rawBody', {})),
    behind(keepsRawBody, accepts('takes those of a body in pieces', IN_PIECES)),
    behind(
      keepsRawBody,
      rejects('rejects other bytes of rawBody', INVALID_SIGNATURE, { change: changeOneByte }),
    ),
    behind(keepsBody, accepts('takes the bytes of body', {})),
    behind(
      keepsBody,
      rejects('rejects other bytes of body', INVALID_SIGNATURE, { change: changeOneByte }),
    ),
    behind(keepsNothing, findsNoBody('says that nothing was left', {})),
    behind(keepsNothing, findsNoBody('says so of a body in pieces', IN_PIECES)),
  ],
}
