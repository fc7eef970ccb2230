/**
 * Changes after the signature: what a network, a proxy, a framework or an attacker makes of a webhook.
 * Must not import core.
 *
 * @module
 */
import type { Random } from '../support/random.ts'
import type { Change } from './draft.ts'
import type { FuzzCase } from './webhook-case.ts'

/** Edits the value of a header, wherever it stands; `undefined` takes it away. */
function edit(
  webhook: FuzzCase,
  name: string,
  change: (value: string) => string | undefined,
): void {
  webhook.headers = webhook.headers.flatMap(([key, value]): [string, string][] => {
    if (key.toLowerCase() !== name) return [[key, value]]
    const changed = change(value)
    return changed === undefined ? [] : [[key, changed]]
  })
}

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1)
}

function splice(webhook: FuzzCase, random: Random, removed: number, added: Buffer): void {
  const { body } = webhook
  const index = random.between(0, body.length)
  webhook.body = Buffer.concat([body.subarray(0, index), added, body.subarray(index + removed)])
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ é'
const HEADERS = ['x-timestamp', 'x-signature'] as const

/** Each gets a webhook of its own. */
export const WEBHOOK_CHANGES: Readonly<Record<string, Change<FuzzCase>>> = {
  'a byte of the body is another': (webhook, random) => {
    const byte = random.between(0, webhook.body.length - 1)
    if (byte >= 0) webhook.body[byte] = (webhook.body[byte] ?? 0) ^ (1 << random.between(0, 7))
  },
  'bytes were added to the body or lost': (webhook, random) => {
    const added = Buffer.alloc(random.between(0, 2), random.pick(['\0', ' ', '\n', 'x']))
    splice(webhook, random, random.between(0, 2), added)
  },
  'the body was parsed and written again': (webhook) => {
    try {
      webhook.body = Buffer.from(`${JSON.stringify(JSON.parse(webhook.body.toString()))} `)
    } catch {
      webhook.body = Buffer.from('{}')
    }
  },
  'a header is missing or empty': (webhook, random) => {
    const value = random.pick(['', ' ', 'missing'])
    edit(webhook, random.pick(HEADERS), () => (value === 'missing' ? undefined : value))
  },
  'a header came twice': (webhook, random) => {
    const name = random.pick(HEADERS)
    const [, value = ''] = webhook.headers.find(([key]) => key.toLowerCase() === name) ?? []
    const second = random.pick([value, '', value.slice(0, 5)])
    webhook.headers.push([random.happens(0.5) ? name : name.toUpperCase(), second])
  },
  'a header has white space around it': (webhook, random) => {
    const name = random.pick(HEADERS)
    const space = random.pick([' ', '\t', '\n', '\r\n', '\u00A0'])
    edit(webhook, name, (value) => (random.happens(0.5) ? space + value : value + space))
  },
  'names of headers are in other letters': (webhook, random) => {
    webhook.headers = webhook.headers.map(([name, value]) => [
      random.pick([name, name.toUpperCase(), name.replace('x-t', 'X-T')]),
      value,
    ])
  },
  'a character of the signature is another': (webhook, random) => {
    const character = random.pick(ALPHABET.split(''))
    edit(webhook, 'x-signature', (value) =>
      replaceAt(value, random.between(0, Math.max(0, value.length - 1)), character),
    )
  },
  'the signature is spelled in another way': (webhook, random) => {
    edit(webhook, 'x-signature', (value) => {
      const bytes = Buffer.from(value, 'base64')
      const last = value.length - 2
      const sibling = String.fromCharCode(value.charCodeAt(last) + 1)
      return random.pick([
        bytes.toString('base64url'),
        bytes.toString('hex'),
        value.replace('=', ''),
        `${value}=`,
        value.toLowerCase(),
        replaceAt(value, last, sibling),
        `sha256=${value}`,
        bytes.subarray(1).toString('base64'),
        Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64'),
      ])
    })
  },
  'the signature is of nothing': (webhook, random) => {
    const byte = random.between(0, 255)
    edit(webhook, 'x-signature', () => Buffer.alloc(32, byte).toString('base64'))
  },
  'the timestamp is written in another way': (webhook, random) => {
    edit(webhook, 'x-timestamp', (value) =>
      random.pick([
        `${value}0`,
        `0${value}`,
        value.slice(1),
        `+${value}`,
        `${value}.0`,
        `-${value.slice(1)}`,
        value.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
        `0x${value.slice(2)}`,
        `${value.slice(0, 10)}e03`,
        new Date(1_764_000_000_000).toISOString(),
      ]),
    )
  },
  'the timestamp is another': (webhook, random) => {
    const nowMs = webhook.settings.nowMs + random.pick([0, 1, -1, 1_000])
    edit(webhook, 'x-timestamp', () => String(nowMs))
  },
  'the path has a query or stands in a URL': (webhook, random) => {
    const { path } = webhook
    webhook.path = random.pick([
      `${path}?status=SUCCEEDED`,
      `https://shop.example${path}`,
      `HTTP://shop.example:8080${path}?a=/b`,
      `${path}#part`,
      `https://shop.example?${path}`,
    ])
  },
  'the path is another': (webhook, random) => {
    const { path } = webhook
    webhook.path = random.pick([
      `${path}/`,
      path.slice(1),
      path.toUpperCase(),
      decodeURIComponent(path),
      encodeURI(path),
      `/prod${path}`,
      `/.${path}`,
      `/${path}`,
      '',
      '*',
      `/api/v1/merchants/..${path}`,
      `/API/v1/merchants${path}`,
    ])
  },
  'the URL that was given to the provider is another': (webhook, random) => {
    webhook.settings.callbackUrls = random.pick([
      [],
      ['https://shop.example'],
      [`https://shop.example/prod${webhook.path}`],
      ['https://a.example/a', `https://b.example/webhook/payment`],
    ])
  },
  'a length is declared': (webhook, random) => {
    const { settings, body } = webhook
    const { maxBodyBytes } = settings
    webhook.headers.push([
      'content-length',
      random.pick([
        String(body.length),
        String(maxBodyBytes),
        String(maxBodyBytes + 1),
        `000${maxBodyBytes + 1}`,
        '1e9',
        '-1',
        '',
        '0x999999',
        '9'.repeat(400),
      ]),
    ])
  },
  'the body does not end as it should': (webhook, random) => {
    webhook.fate = random.pick(['breaks', 'stalls', 'turns to text', 'gone'])
  },
}
