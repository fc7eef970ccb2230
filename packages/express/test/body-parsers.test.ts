/**
 * Body parsers: mounted after the webhook they do no harm; before it they must keep the bytes, or the response says so.
 *
 * @module
 */
import { describe, expect, it } from 'vitest'
import { paystablecoinWebhook } from '../src/index.ts'
import {
  PAYMENT_BODY,
  RECEIVED,
  recordWebhooks,
  sendWebhook,
  serve,
  VERSIONS,
} from './support/fixtures.ts'

const PATH = '/webhook/payment'

describe.each(VERSIONS)('%s', (_name, express) => {
  const parsers = {
    'express.json()': () => express.json(),
    'express.text()': () => express.text({ type: '*/*' }),
    'express.urlencoded()': () => express.urlencoded({ extended: false, type: '*/*' }),
  }

  it.each(Object.entries(parsers))(
    '%s after the webhook leaves it its bytes',
    async (_parser, createParser) => {
      const { options, events } = recordWebhooks()
      const app = express().post(PATH, paystablecoinWebhook(options)).use(createParser())
      expect(await sendWebhook(`${await serve(app)}${PATH}`)).toEqual(RECEIVED)
      expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
    },
  )

  it.each(Object.entries(parsers))(
    '%s before the webhook is a 500 that says where to mount the webhook',
    async (_parser, createParser) => {
      const { options, events, problems } = recordWebhooks()
      const app = express().use(createParser()).post(PATH, paystablecoinWebhook(options))
      const { status, text } = await sendWebhook(`${await serve(app)}${PATH}`)
      expect(status).toBe(500)
      expect(text).toContain('mount the route before body parsers such as express.json()')
      expect(text).not.toContain('signature')
      expect(events).toEqual([])
      expect(problems).toMatchObject([{ outcome: 'unavailable', error: { reason: 'unavailable' } }])
    },
  )

  it('express.raw() before the webhook hands it the bytes', async () => {
    const { options, events } = recordWebhooks()
    const parser = express.raw({ type: 'application/json' })
    const app = express().post(PATH, parser, paystablecoinWebhook(options))
    expect(await sendWebhook(`${await serve(app)}${PATH}`)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ kind: 'payment', rawBody: PAYMENT_BODY }])
  })

  it('express.json() before the webhook does no harm where verify keeps the bytes', async () => {
    const { options, events } = recordWebhooks()
    const parser = express.json({
      verify: (req, _res, rawBody) => void Object.assign(req, { rawBody }),
    })
    const app = express().use(parser).post(PATH, paystablecoinWebhook(options))
    expect(await sendWebhook(`${await serve(app)}${PATH}`)).toEqual(RECEIVED)
    expect(events).toMatchObject([{ rawBody: PAYMENT_BODY }])
  })

  it.each(['json', 'raw'] as const)(
    'express.%s() before the webhook does no harm to a content type that it does not parse',
    async (name) => {
      const { options, events } = recordWebhooks()
      const app = express().use(express[name]()).post(PATH, paystablecoinWebhook(options))
      expect(
        await sendWebhook(`${await serve(app)}${PATH}`, { contentType: 'text/plain' }),
      ).toEqual(RECEIVED)
      expect(events).toHaveLength(1)
    },
  )

  it('express.raw() changes nothing about what is verified', async () => {
    const { options, events } = recordWebhooks()
    const app = express()
      .use(express.raw({ type: '*/*' }))
      .post(PATH, paystablecoinWebhook(options))
    const response = await fetch(`${await serve(app)}${PATH}`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
    expect(events).toEqual([])
  })
})
