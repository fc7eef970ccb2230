/**
 * Writes down signed requests and webhooks as they cross the wire, with the order or refund and its amount, never a secret. A query
 * whose response is unchanged is left out. Knows header names and fields, and not what they mean.
 *
 * @module
 */
import type { ClientOptions } from '@paystablecoin/hono'
import type { WebhookFetch } from '@paystablecoin/emulator'

type Fetch = NonNullable<ClientOptions['fetch']>

/** A webhook that was delivered. */
export interface TracedWebhook {
  readonly path: string
  readonly status: string
  readonly httpStatus: number
}

/** The two ways over the wire, watched. */
export interface Trace {
  /** How the shop's client sends its requests. */
  readonly clientFetch: Fetch
  /** How the emulator sends its webhooks. */
  readonly webhookFetch: WebhookFetch
  /** The webhooks so far, the oldest first. */
  readonly webhooks: readonly TracedWebhook[]
}

/** Creates a trace that writes to `say`. */
export function createTrace(say: (line: string) => void): Trace {
  const webhooks: TracedWebhook[] = []
  const lastAnswers = new Map<string, string>()

  const write = async (title: string, request: Request, answer: string): Promise<void> => {
    const { method, url, headers } = request
    const { pathname, search } = new URL(url)
    // Before the first line, so that no other's lines come in between.
    const subject = await readSubject(request)
    say(`  ${title}  ${method} ${pathname}${search}`)
    if (subject !== '') say(`    about: ${subject}`)
    say(`    X-Timestamp: ${headers.get('x-timestamp')}`)
    say(`    X-Signature: ${headers.get('x-signature')}`)
    say(`    answered: ${answer}`)
  }

  const isRepeated = ({ method, url }: Request, answer: string): boolean => {
    if (method !== 'GET') return false
    const isSame = lastAnswers.get(url) === answer
    lastAnswers.set(url, answer)
    return isSame
  }

  const send: Fetch = async (url, init) => {
    const response = await fetch(url, init)
    const request = new Request(url, init)
    const code = await readField(response.clone(), 'code')
    if (!isRepeated(request, await response.clone().text())) {
      await write('signed request', request, code)
    }
    return response
  }

  let lastSent: Promise<unknown> = Promise.resolve()

  return {
    webhooks,
    clientFetch: (url, init) => {
      const sent = send(url, init)
      lastSent = sent.catch(() => undefined)
      return sent
    },
    webhookFetch: async (request) => {
      const status = await readField(request.clone(), 'status')
      const response = await fetch(request.clone())
      // A webhook may overtake the answer to the request that caused it; the cause is written first.
      await lastSent
      await write(`signed webhook, ${status}`, request.clone(), `HTTP ${response.status}`)
      const { pathname: path } = new URL(request.url)
      webhooks.push({ path, status, httpStatus: response.status })
      return response
    },
  }
}

async function readField(message: Request | Response, field: string): Promise<string> {
  const value = (await readFields(message))[field]
  return typeof value === 'string' ? value : `no ${field}`
}

/** What a request or a webhook is about, in words: ids and amounts. */
async function readSubject(message: Request): Promise<string> {
  const fields = await readFields(message)
  const { value, currency } = Object(fields['orderAmount'] ?? fields['refundAmount']) as Fields
  const amount = value === undefined ? [] : [value, currency]
  return [fields['merchantRefundOrderId'] ?? fields['merchantOrderId'], ...amount]
    .filter((part) => typeof part === 'string')
    .join(' ')
}

type Fields = Readonly<Record<string, unknown>>

async function readFields(message: Request | Response): Promise<Fields> {
  try {
    return Object(await message.json()) as Fields
  } catch {
    return {}
  }
}
