/**
 * The last line of defence: whatever a server or a driver said, no secret leaves with a report.
 *
 * @module
 */
import type { DoctorOptions } from './options.ts'
import type { Finding } from './report.ts'

// Shorter ones are in words.
const SHORTEST = 4

/** A function that replaces the secrets of these options in a finding, in any spelling of theirs. */
export function createRedactor(options: DoctorOptions): (finding: Finding) => Finding {
  const secrets = listSecrets(options)
  return (finding) => {
    if (finding.detail === undefined) return finding
    let { detail } = finding
    for (const secret of secrets) detail = detail.replaceAll(secret, '…')
    return { ...finding, detail }
  }
}

function listSecrets(options: DoctorOptions): string[] {
  const { apiKey = '', apiSecret = '', databaseUrl = '', redisUrl = '' } = options
  const urls = [databaseUrl, redisUrl]
  const passwords = urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).password] : []))
  return [apiKey, apiSecret, ...urls, ...passwords]
    .flatMap((secret) => [secret, secret.trim(), decode(secret), encodeURIComponent(secret)])
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
