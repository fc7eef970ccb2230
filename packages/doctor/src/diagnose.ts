/**
 * `diagnose`: all checks, in their order, as one report.
 * Must not know what any of them does.
 *
 * @module
 */
import { checkApi } from './checks/api.ts'
import { checkCallback } from './checks/callback.ts'
import { checkPostgres } from './checks/postgres.ts'
import { checkRedis } from './checks/redis.ts'
import { checkSecret } from './checks/secret.ts'
import { checkSettings } from './checks/settings.ts'
import type { DoctorOptions } from './options.ts'
import { toSettings } from './options.ts'
import { createRedactor } from './redact.ts'
import type { Report } from './report.ts'
import { isFailure } from './report.ts'

/**
 * Checks an integration before it goes live: the secret, the API, the clock, the credentials, the webhook URL, the store or inbox.
 * No order is created and no handler is called. The report contains no secret.
 *
 * @throws {TypeError} `timeoutMs` is no positive number. Everything else that is wrong is in the report.
 *
 * @example
 * ```ts
 * import { diagnose } from '@paystablecoin/doctor'
 *
 * const { ok, findings } = await diagnose({
 *   merchantId: '1000',
 *   apiKey: 'your-api-key',
 *   apiSecret: 'your-api-secret',
 *   environment: 'sandbox',
 *   callbackUrl: 'https://shop.example/webhook/payment',
 * })
 * for (const { status, means } of findings) console.log(status, means)
 * if (!ok) process.exitCode = 1
 * ```
 */
export async function diagnose(options: DoctorOptions): Promise<Report> {
  const settings = toSettings(options)
  const { findings: ofSettings, makeClient } = checkSettings(settings)
  const findings = [
    ...ofSettings,
    ...checkSecret(settings),
    ...(await checkApi(settings, makeClient)),
    ...(await checkCallback(settings)),
    ...(await checkPostgres(settings)),
    ...(await checkRedis(settings)),
  ].map(createRedactor(options))
  return { ok: !findings.some(isFailure), findings }
}
