/**
 * A Worker that verifies the sample so many times: `/?whose=ours&scheme=body&times=500`. Its clock does not advance while it works,
 * so it is timed from outside.
 *
 * @module
 */
import { verifyWebhook } from '@paystablecoin/core/webhooks'
import Stripe from 'stripe'
import { PATH, sampleBody, sampleWebhook, SECRET } from '../webhooks/sample.ts'

type Verify = () => Promise<unknown>

const stripe = new Stripe('sk_test_bench')

async function ours(scheme: 'body' | 'request'): Promise<Verify> {
  const webhook = { ...(await sampleWebhook(scheme)), path: PATH }
  return () => verifyWebhook(webhook, { apiSecret: SECRET, scheme })
}

async function theirs(): Promise<Verify> {
  const body = sampleBody(1)
  const payload = new TextDecoder().decode(body)
  const header = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: SECRET })
  return () => stripe.webhooks.constructEventAsync(body, header, SECRET)
}

export default {
  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url)
    const scheme = searchParams.get('scheme') === 'body' ? 'body' : 'request'
    const verify = searchParams.get('whose') === 'ours' ? await ours(scheme) : await theirs()
    for (let left = Number(searchParams.get('times')); left > 0; left--) await verify()
    return new Response('done')
  },
}
