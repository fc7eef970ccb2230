/**
 * What can be found at the webhook URL: what it means, and what to do.
 * Runs no code.
 *
 * @module
 */
import type { FindingText } from './finding.ts'

const NO_WEBHOOKS = 'No webhook arrives, so paid orders stay unpaid until they are queried.'

/** The findings of the check `callback`. */
export const CALLBACK_FINDINGS = {
  'callback-verifies': {
    status: 'pass',
    means:
      'Webhooks signed in each scheme are verified: secret, bytes and path are right. They were too old, so no handler was called.',
  },
  'callback-not-set': {
    status: 'skipped',
    means: 'There is no webhook URL to check.',
    advice: 'Set PSC_CALLBACK_URL or PUBLIC_URL.',
  },
  'callback-local': {
    status: 'warning',
    means: 'The webhook URL is local: right for the emulator, out of reach for PayStablecoin.',
    advice: 'Before you go live, run the doctor with the public https URL.',
  },
  'callback-private': {
    status: 'fail',
    means: `The webhook URL is a private address, out of reach for PayStablecoin. ${NO_WEBHOOKS}`,
    advice: 'Use a public name, or a tunnel in development.',
  },
  'callback-invalid': {
    status: 'fail',
    means: 'The webhook URL is no absolute http(s) URL, or contains a user or a fragment.',
    advice: 'Set the plain URL. The signature is what authenticates a webhook.',
  },
  'callback-unverified': {
    status: 'fail',
    means:
      'DANGER: a webhook with a forged signature was accepted. Anybody can tell the shop that an order is paid.',
    advice: 'Let @paystablecoin receive the route, or call verifyWebhook before anything else.',
  },
  'callback-no-window': {
    status: 'fail',
    means:
      'A webhook signed in the year 2001 was not rejected as expired. Whoever recorded one may send it again at any time.',
    advice: 'Leave the option toleranceMs at 5 minutes; in code of your own, check X-Timestamp.',
  },
  'callback-not-found': {
    status: 'fail',
    means: `There is no route at this path (404 or 410). ${NO_WEBHOOKS}`,
    advice: 'Compare the path with the route, and with what a proxy makes of it.',
  },
  'callback-method': {
    status: 'fail',
    means: `The route does not take POST (405). ${NO_WEBHOOKS}`,
    advice: 'Register the route for POST.',
  },
  'callback-redirect': {
    status: 'fail',
    means: `The URL redirects, to a login or to another spelling of itself. A POST does not survive that. ${NO_WEBHOOKS}`,
    advice: 'Leave the path out of login and of redirects, or set the URL that it leads to.',
  },
  'callback-login': {
    status: 'fail',
    means: `Something before the receiver refuses the request: a login, a firewall or CSRF protection. ${NO_WEBHOOKS}`,
    advice: 'Leave the path out of it. The signature is what authenticates a webhook.',
  },
  'callback-server-error': {
    status: 'fail',
    means: `The shop or a proxy before it fails (5xx). ${NO_WEBHOOKS}`,
    advice: 'Read the log of the shop. A body parser before the route is a frequent cause.',
  },
  'callback-other-answer': {
    status: 'fail',
    means: 'The answer is not one of a receiver, so nothing is known about verification.',
    advice: 'Let the route answer as a receiver does, or test it with a real payment.',
  },
  'callback-proves-nothing': {
    status: 'warning',
    means:
      'A forged webhook and a signed one get the same answer, so secret, bytes and path could not be checked. Neither was accepted.',
    advice: 'Test the route with a real payment in the sandbox.',
  },
  'callback-other-secret': {
    status: 'fail',
    means: `The route verifies, but with another secret. ${NO_WEBHOOKS}`,
    advice: 'Deploy the same PSC_API_SECRET to the shop, and restart it.',
  },
  'callback-body-changed': {
    status: 'fail',
    means: `The body is changed on the way: parsed and written again. Webhooks whose JSON is written differently are rejected. ${NO_WEBHOOKS}`,
    advice: 'Mount the route before body parsers, and let proxies pass bodies through untouched.',
  },
  'callback-path-changed': {
    status: 'fail',
    means:
      'The shop sees another path than the one that was signed: a proxy strips a prefix. Webhooks in the scheme `request` are rejected.',
    advice: 'Set the option callbackUrl of the receiver to the public URL.',
  },
  'callback-only-request': {
    status: 'warning',
    means: 'Only webhooks in the scheme `request` are accepted. The documents name two.',
    advice: 'Leave the option scheme at `auto`.',
  },
  'callback-only-body': {
    status: 'warning',
    means:
      'Only webhooks in the scheme `body` are accepted. The documents name two; or a proxy changes the path.',
    advice: 'Leave the option scheme at `auto`, and set callbackUrl behind a proxy.',
  },
} as const satisfies Record<string, FindingText>
