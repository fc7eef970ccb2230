/**
 * Program: sign a request.
 *
 * @module
 */
import { signRequest } from '@paystablecoin/core'
import { report } from '../measure/report.ts'
import { createFloorSigner } from '../webhooks/floor.ts'
import { sampleBody, SECRET } from '../webhooks/sample.ts'

const body = new TextDecoder().decode(sampleBody(1))
const timestamp = String(Date.now())
const path = '/api/v1/merchants/1000/orders'
const request = { method: 'POST', path, body, timestamp }
const floor = createFloorSigner(SECRET)

await report({
  part: 'by-hand',
  row: 'sign a request',
  what: '`signRequest`',
  against: 'the floor',
  ours: () => signRequest(request, SECRET),
  theirs: () => floor(timestamp, 'POST', path, body),
  limit: {
    atMost: 1.25,
    why: 'Method, path, query, timestamp and secret are checked before anything is signed, which the floor leaves out, and a promise is returned.',
  },
})
