/**
 * The page of every error: what happened, as it is printed, what it means for the money and what to do.
 * Must not know how an error is made to happen.
 *
 * @module
 */
import { messageFrom, PRODUCERS } from './produced-errors.ts'
import type { ErrorId } from './produced-errors.ts'

interface Meaning {
  /** What it means for the money. */
  readonly money: string
  /** What to do. */
  readonly next: string
}

const REJECTED =
  'Nothing was believed and no handler ran. A genuine webhook that is refused is not lost while a reconciler runs.'
const RESEND =
  'No handler ran. PayStablecoin was asked to send it again; a reconciler finds what it does not send.'
const UNKNOWN = 'The call may have taken effect. Never take it for a failure.'
const ONLY_READ = 'A query changes nothing. After a creation the client has queried already.'

const MEANINGS: Readonly<Record<ErrorId, Meaning>> = {
  'SignatureError: missing-timestamp': {
    money: REJECTED,
    next: 'It was not PayStablecoin, or a proxy removed the header.',
  },
  'SignatureError: malformed-timestamp': {
    money: REJECTED,
    next: 'It was not PayStablecoin, or a proxy added a second header of this name.',
  },
  'SignatureError: missing-signature': {
    money: REJECTED,
    next: 'It was not PayStablecoin, or a proxy removed the header.',
  },
  'SignatureError: malformed-signature': {
    money: REJECTED,
    next: 'It was not PayStablecoin, or a proxy changed the header.',
  },
  'SignatureError: api-path': {
    money: REJECTED,
    next: 'Somebody sent an API request of yours to your webhook. Check who can read your traffic, and never mount the webhook below `/api/v1/merchants`.',
  },
  'SignatureError: mismatch': {
    money: REJECTED,
    next: 'In this order: the secret (white space? the one of this merchant?), a body parser or proxy that changed the bytes, `callbackUrl` behind a proxy that rewrites paths. [`explainSignature`](/guides/webhooks#why-a-signature-does-not-match) names the cause.',
  },
  'SignatureError: stale': {
    money:
      'It is authentic, and too old to be believed: it may be a replay. A late resend looks the same.',
    next: 'Query the order: `onStale` is made for that. When all are stale, your clock is ahead: run NTP.',
  },
  'SignatureError: future': {
    money: 'It is authentic, and from the future.',
    next: 'Your clock is behind: run NTP. The order can be queried meanwhile.',
  },
  'MalformedEventError: malformed-event': {
    money: 'It is signed, but there is no event in it. No handler ran.',
    next: 'If it repeats, query the orders that are still open, and tell the provider.',
  },
  'MerchantMismatchError: other-merchant': {
    money: 'It is signed with your secret, but it is about another merchant. No handler ran.',
    next: 'Check `merchantId`, and that no two merchants share a secret.',
  },
  'BodyError: too-large': {
    money: RESEND,
    next: 'Real webhooks have about 1 kB. If yours are larger, raise `maxBodyBytes`.',
  },
  'BodyError: timeout': {
    money: RESEND,
    next: 'A slow or malicious sender; a proxy that buffers. Raise `bodyTimeoutMs` only if real webhooks are hit.',
  },
  'BodyError: broken': {
    money: RESEND,
    next: 'The connection broke. Nothing, unless it happens often.',
  },
  'BodyError: unavailable': {
    money: RESEND,
    next: 'A body parser runs before the route. [Mount the route before it](/packages/adapters#traps).',
  },
  'OverloadError: maxInFlight': {
    money: RESEND,
    next: 'Handlers are too slow, or never end: give what they wait for a time-out. Then raise `maxInFlight`, or use an inbox.',
  },
  'IdleTimeoutError: idle': {
    money:
      'What is still being handled is lost when the process ends now, unless it runs in an inbox.',
    next: 'Give `idle` longer than a handler takes, and query the orders.',
  },
  'DeliveryError: unrecognized': {
    money: 'An authentic event that may be a payment was handed over as `unknown`.',
    next: 'Query what it names, or set `resolveUnknown: client`, and upgrade.',
  },
  'DeliveryError: behind': {
    money:
      'The event says more than the provider answers yet. No handler ran with the older answer.',
    next: 'It is tried again. If it ends as `undelivered`, query the order.',
  },
  'DeliveryError: in-flight': {
    money: 'Another process is handling this event now.',
    next: 'Nothing: if it fails, the event is handled by a resend or by the next round of the reconciler.',
  },
  'DeliveryError: late': {
    money: RESEND,
    next: 'Look at the database or Redis behind the inbox. A put that ends late does no harm.',
  },
  'InboxEntryError: not-an-entry': {
    money: 'Something else is in the queue. No handler ran; it is among the dead.',
    next: 'Find out who writes into this queue: whoever can, can forge a payment.',
  },
  'InboxEntryError: version': {
    money: 'A later version of this package wrote the entry. It stays and is tried again.',
    next: 'Deploy the later version to the workers first, then to the receivers.',
  },
  'ResponseError: redirect': { money: ONLY_READ, next: 'Check `baseUrl`.' },
  'ResponseError: http-status': {
    money: ONLY_READ,
    next: 'A proxy or an outage. Try again later; `excerpt` shows what came.',
  },
  'ResponseError: empty': { money: ONLY_READ, next: 'A proxy or an outage. Try again later.' },
  'ResponseError: not-json': {
    money: ONLY_READ,
    next: 'A page of a proxy, or JSON cut short. `excerpt` shows its beginning.',
  },
  'ResponseError: no-code': {
    money: ONLY_READ,
    next: 'Check `baseUrl`: something else answers there.',
  },
  'ResponseError: no-data': {
    money: 'The provider accepted the call. What it created is there.',
    next: 'Query it.',
  },
  'ResponseError: other-id': {
    money: 'The answer is about another order, and was not believed.',
    next: 'A cache between you and the provider? Query again.',
  },
  'ResponseError: too-large': {
    money: ONLY_READ,
    next: 'Check `baseUrl`: something else answers there.',
  },
  'TransportError: timeout': {
    money:
      'A query changes nothing. Of a creation the message says whether it may have taken effect: `outcome`.',
    next: 'Try again later. See [When the outcome is unknown](/guides/unknown).',
  },
  'TransportError: aborted': {
    money: '`outcome` says whether it was sent before your signal aborted.',
    next: 'With `unknown`: query before you do it again.',
  },
  'TransportError: network, not sent': {
    money: 'It certainly had no effect.',
    next: 'Check `baseUrl`, DNS and the firewall, then do it again.',
  },
  'TransportError: network, unknown': {
    money: UNKNOWN,
    next: 'Query it; from `absenceProvableAtMs` on a "not found" is a proof. See [When the outcome is unknown](/guides/unknown).',
  },
  'ApiError: 20005': {
    money: 'PayStablecoin refused: nothing was changed by this call.',
    next: "Branch on `category`, not on the code: see [the provider's codes](/provider-codes).",
  },
  'OrderExistsError: other amount': {
    money: 'No second order was created.',
    next: 'Look at `error.order`. For a new payment use a new `merchantOrderId`.',
  },
  'WaitError: deadline': {
    money: 'Nothing is decided: the order goes on.',
    next: '`error.last` is what was seen last. Query later, or let the reconciler do it.',
  },
  'WaitError: aborted': {
    money: 'Nothing is decided: the order goes on.',
    next: '`error.last` is what was seen last.',
  },
}

const INTRODUCTION = `# Every error

What was printed, what it means for the money, and what to do. Each error has a \`code\` and mostly a \`reason\` to branch on, and a function such as \`isSignatureError\` that also knows one from another copy of the package. None of them holds a secret, a signature or a body.
`

/** The anchor of an error: `#signature-mismatch`. */
function toAnchor(id: ErrorId): string {
  const [name = '', reason = ''] = id.split(': ')
  const words = `${name.replace(/Error$/, '')} ${reason}`
  return words
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
}

/** The reasons of core's errors that the page does not have, as typedoc found them in the types. */
export function listMissing(api: unknown): readonly string[] {
  const known = Object.keys(PRODUCERS).map((id) => id.replace(/,.*$/, ''))
  return listReasons(api).filter((reason) => !known.includes(reason))
}

function listReasons(api: unknown): readonly string[] {
  const children = childrenOf(api)
  const own = children.flatMap(({ name, type }) => {
    const error = /^(\w+)Reason$/.exec(name)?.[1]
    const hasPage = Object.keys(PRODUCERS).some((id) => id.startsWith(`${error}Error: `))
    return hasPage ? (type?.types ?? []).map(({ value }) => `${error}Error: ${String(value)}`) : []
  })
  return [...own, ...children.flatMap((child) => listReasons(child))]
}

interface Reflection {
  readonly name: string
  readonly type?: { readonly types?: readonly { readonly value?: unknown }[] }
}

function childrenOf(reflection: unknown): readonly Reflection[] {
  const { children } = Object(reflection) as { readonly children?: readonly Reflection[] }
  return children ?? []
}

/** The names of core's errors of which the page has none. */
export function listMissingErrors(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => /^is\w+Error$/.test(name) && name !== 'isPayStablecoinError')
    .map((name) => name.slice(2))
    .filter((name) => !Object.keys(PRODUCERS).some((id) => id.startsWith(`${name}: `)))
}

/** Writes the page. Fails where an error has no meaning, or did not happen. */
export async function writeErrorsPage(): Promise<string> {
  const sections = await Promise.all(
    Object.keys(PRODUCERS).map((id) => writeSection(id as ErrorId)),
  )
  return [INTRODUCTION, ...sections].join('\n')
}

async function writeSection(id: ErrorId): Promise<string> {
  const meaning = MEANINGS[id]
  if (meaning === undefined) throw new Error(`${id} has no meaning on the errors page`)
  const [name, reason] = id.split(': ')
  return `## ${name}: ${reason} {#${toAnchor(id)}}

\`\`\`text
${await messageFrom(id)}
\`\`\`

- **The money**: ${meaning.money}
- **What to do**: ${meaning.next}
`
}
