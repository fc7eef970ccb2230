/**
 * What can be found by asking the API: what it means, and what to do.
 * Runs no code.
 *
 * @module
 */
import type { FindingText } from './finding.ts'

/** The findings of the checks `clock` and `credentials`. */
export const API_FINDINGS = {
  'clock-right': { status: 'pass', means: 'The clock agrees with that of the API.' },
  'clock-drifts': {
    status: 'warning',
    means: 'The clock is off by more than 30 seconds. Beyond 5 minutes all webhooks are rejected.',
    advice: 'Run NTP on this machine.',
  },
  'clock-off': {
    status: 'fail',
    means:
      'The clock is off by more than 5 minutes. The client corrects its own calls, but every webhook is rejected as expired: paid orders stay unpaid.',
    advice: 'Set the clock by NTP. In a container it is the clock of the host.',
  },
  'clock-unknown': {
    status: 'warning',
    means: 'The response has no Date, so the clock could not be compared.',
    advice: 'Compare the clock with another source.',
  },
  'credentials-accepted': {
    status: 'pass',
    means: 'Merchant id, key and secret are accepted: an order that cannot exist is "not found".',
  },
  'credentials-merchant': {
    status: 'fail',
    means: 'The API does not accept the merchant id. No order can be created.',
    advice: 'Set PSC_MERCHANT_ID to the id of this environment; sandbox and production differ.',
  },
  'credentials-key': {
    status: 'fail',
    means: 'The API key is not accepted, while a signature with the secret is.',
    advice: 'Set PSC_API_KEY to the key that belongs to the secret.',
  },
  'credentials-secret': {
    status: 'fail',
    means:
      'The signature is not accepted: the secret is another one. Webhooks would be rejected as well.',
    advice:
      'Set PSC_API_SECRET to the secret of this key and environment; sandbox and production differ.',
  },
  'credentials-refused': {
    status: 'fail',
    means: 'The API refuses the credentials and does not say which. No order can be created.',
    advice: 'Compare key, secret and environment with your account.',
  },
  'credentials-permission': {
    status: 'fail',
    means: 'The account may not use this product yet (50010).',
    advice: 'Ask PayStablecoin to enable it.',
  },
  'credentials-unclear': {
    status: 'warning',
    means: 'The API refused the query in a way that proves nothing about the credentials.',
    advice: 'Run the doctor again. If it stays, ask PayStablecoin about the code.',
  },
  'api-not-the-api': {
    status: 'fail',
    means: 'What answered is not the API: a page of a proxy, a portal or another server.',
    advice: 'Check PSC_BASE_URL and the proxies on the way. What answered is named here.',
  },
  'api-redirects': {
    status: 'fail',
    means: 'The API’s address answers with a redirect. Signed calls never follow one.',
    advice: 'Set PSC_BASE_URL to where it leads, if that is PayStablecoin.',
  },
  'api-says-yes': {
    status: 'fail',
    means: 'What answered found an order that cannot exist: it is a stub, not the API.',
    advice: 'Check PSC_BASE_URL.',
  },
  'api-no-response': {
    status: 'fail',
    means: 'The connection is made, but there is no response in time.',
    advice: 'Run the doctor again, and look at the proxies on the way.',
  },
} as const satisfies Record<string, FindingText>
