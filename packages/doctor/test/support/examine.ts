/**
 * A diagnosis as a list of short lines, after a look for secrets in all that it says.
 *
 * @module
 */
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { expect } from 'vitest'
import { formatReport } from '../../src/cli/print.ts'
import { diagnose } from '../../src/index.ts'
import type { DoctorOptions, Report } from '../../src/index.ts'

/** Runs a diagnosis with the emulator's credentials, in which these options differ. */
export async function examine(options: DoctorOptions): Promise<Report> {
  const all = { ...EMULATOR_MERCHANT, timeoutMs: 5000, ...options }
  const report = await diagnose(all)
  expectNoSecret(`${JSON.stringify(report)}\n${formatReport(report)}`, all)
  return report
}

/** What failed or is a warning, as `check id`. */
export function problemsOf({ findings }: Report): string[] {
  return findings
    .filter(({ status }) => status === 'fail' || status === 'warning')
    .map(({ check, id }) => `${check} ${id}`)
}

/** Everything that was found by one check. */
export function idsOf({ findings }: Report, check: string): string[] {
  return findings.filter((finding) => finding.check === check).map(({ id }) => id)
}

/** Fails when a text contains the secret, a password or a signature. */
export function expectNoSecret(
  text: string,
  { apiSecret = '', databaseUrl, redisUrl }: DoctorOptions,
): void {
  const urls = [databaseUrl, redisUrl].filter((url) => url !== undefined && URL.canParse(url))
  const passwords = urls.map((url) => new URL(String(url)).password)
  const secrets = [EMULATOR_MERCHANT.apiSecret, apiSecret, ...passwords]
  for (const secret of secrets.flatMap((each) => [each, each.trim(), encodeURIComponent(each)])) {
    if (secret.length > 3) expect(text).not.toContain(secret)
  }
  expect(text).not.toMatch(/[A-Za-z0-9+/]{43}=/)
}
