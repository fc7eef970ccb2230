/**
 * What a hook of the app makes of the body before it is parsed: a decompressed one, for example. That is what is verified.
 *
 * @module
 */
import Fastify from 'fastify'
import type { FastifyInstance, preParsingHookHandler } from 'fastify'
import { createGunzip, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { signedRequest } from '@paystablecoin/adapter-contract/fixtures'
import { paystablecoinWebhook } from '../src/index.ts'
import { PAYMENT_BODY, RECEIVED, recordWebhooks, serve } from './support/fixtures.ts'

const decompress: preParsingHookHandler = (_request, _reply, payload, done) => {
  done(null, payload.pipe(createGunzip()))
}

const WAYS: Readonly<Record<string, (app: FastifyInstance) => unknown>> = {
  'of the app': (app) => app.addHook('preParsing', decompress),
  // As @fastify/compress does for every route.
  'that is added to the route': (app) =>
    app.addHook('onRoute', (route) => {
      route.preParsing = [decompress]
    }),
}

async function setUp(addHook: (app: FastifyInstance) => unknown) {
  const { webhook, events, problems } = recordWebhooks()
  const app = Fastify()
  addHook(app)
  app.register(paystablecoinWebhook, webhook)
  return { url: `${await serve(app)}/webhook`, events, problems }
}

/** Sends a payment, signed before `change` changed its body. */
async function send(url: string, change: (body: Buffer) => Uint8Array<ArrayBuffer>) {
  const signed = await signedRequest({ url })
  const body = change(Buffer.from(PAYMENT_BODY))
  const response = await fetch(url, { method: 'POST', headers: signed.headers, body })
  return { status: response.status, text: await response.text() }
}

describe.each(Object.entries(WAYS))('what a preParsing hook %s returns', (_name, addHook) => {
  it('is verified and handed over', async () => {
    const { url, events } = await setUp(addHook)
    expect(await send(url, gzipSync)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
  })

  it('is a 401 where it is not what was signed', async () => {
    const { url, events } = await setUp(addHook)
    const answer = await send(url, (body) => gzipSync(Buffer.concat([body, body])))
    expect(answer).toEqual({ status: 401, text: '{"error":"Invalid signature"}' })
    expect(events).toEqual([])
  })

  it('is a 413 where it is too large, however small what was sent is', async () => {
    const { url, events } = await setUp(addHook)
    const answer = await send(url, () => gzipSync(Buffer.alloc(10 << 20)))
    expect(answer).toEqual({ status: 413, text: '{"error":"Body too large"}' })
    expect(events).toEqual([])
  })

  it('is a 400 where it fails', async () => {
    const { url, problems } = await setUp(addHook)
    const answer = await send(url, (body) => new Uint8Array(body))
    expect(answer).toEqual({ status: 400, text: '{"error":"Body incomplete"}' })
    expect(problems).toMatchObject([{ outcome: 'rejected', error: { reason: 'broken' } }])
  })
})
