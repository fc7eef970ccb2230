/**
 * Whether the settings are complete and usable, by core's own checks of them.
 * Sends nothing.
 *
 * @module
 */
import { createClient, systemClock } from '@paystablecoin/core'
import type { Client, ClientTarget, Fetch } from '@paystablecoin/core'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'

/** Creates a client with these settings, which tries everything once. */
export type MakeClient = (fetch: Fetch) => Client

/** What there is to say of the settings; and a client, if they suffice for one. */
export interface SettingsResult {
  readonly findings: readonly Finding[]
  readonly makeClient?: MakeClient
}

/** Checks merchant id, key, secret and the API's address. */
export function checkSettings(settings: Settings): SettingsResult {
  const missing = listMissing(settings)
  if (missing.length > 0) {
    return { findings: [find('settings', 'settings-missing', missing.join(', '))] }
  }
  const makeClient = toMakeClient(settings)
  try {
    makeClient(fetch)
    return { findings: [find('settings', 'settings-complete')], makeClient }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { findings: [find('settings', 'settings-invalid', error.message)] }
  }
}

function listMissing({ merchantId, apiKey, secret, baseUrl, environment }: Settings): string[] {
  const values = {
    PSC_MERCHANT_ID: merchantId,
    PSC_API_KEY: apiKey,
    PSC_API_SECRET: secret,
    'PSC_ENVIRONMENT or PSC_BASE_URL': baseUrl ?? environment,
  }
  return Object.entries(values).flatMap(([name, value]) => ((value ?? '') === '' ? [name] : []))
}

function toMakeClient(settings: Settings): MakeClient {
  const { merchantId = '', apiKey = '', secret, timeoutMs, now } = settings
  const clock = { ...systemClock, now }
  return (fetch) =>
    createClient({
      ...toTarget(settings),
      merchantId,
      apiKey,
      apiSecret: secret,
      fetch,
      // The way is checked within the first attempt.
      timeoutMs: timeoutMs * 2,
      deadlineMs: timeoutMs * 4,
      maxRetries: 0,
      clock,
    })
}

function toTarget({ baseUrl, environment = 'production' }: Settings): ClientTarget {
  return baseUrl === undefined ? { environment } : { baseUrl }
}
