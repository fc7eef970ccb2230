/**
 * Express: our route, and two by hand.
 *
 * @module
 */
import { paystablecoinWebhook } from '@paystablecoin/express'
import express from 'express'
import type { Express } from 'express'
import type { AddressInfo } from 'node:net'
import { expressFloor } from '../floors/express-floor.ts'
import { createFloor } from '../webhooks/floor.ts'
import { PATH, SECRET } from '../webhooks/sample.ts'

/** Ours. */
export function startExpress(): Promise<number> {
  const options = { apiSecret: SECRET, onEvent: async () => undefined }
  return listen(express().post(PATH, paystablecoinWebhook(options)))
}

/** The same duties by hand. */
export function startExpressFloor(): Promise<number> {
  return listen(expressFloor(SECRET, PATH, async () => undefined))
}

/** The shortest by hand. */
export function startExpressByHand(): Promise<number> {
  const verify = createFloor(SECRET, 'request', PATH)
  const app = express()
  app.post(PATH, express.raw({ type: 'application/json' }), ({ headers, body }, res) => {
    verify({ headers, body })
    res.json({ code: '00000' })
  })
  return listen(app)
}

function listen(app: Express): Promise<number> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
