/**
 * A call or webhook as a line for a shell, which signs it anew each time it runs.
 * Signs nothing itself, and runs nothing.
 *
 * @module
 */
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'

export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly apiKey?: string | undefined
  /** The merchant's secret: one that is not the emulator's own is left to `$PSC_API_SECRET`. */
  readonly apiSecret: string
  /** What follows the timestamp's line in the signed text. */
  readonly signedLines: string
  readonly body: string
}

/** The line, for a POSIX shell with curl and openssl. */
export function toCurl(request: CurlRequest): string {
  const { method, url, apiKey, apiSecret, signedLines, body } = request
  const isPublic = apiSecret === EMULATOR_MERCHANT.apiSecret
  const secret = isPublic ? quote(apiSecret) : '"$PSC_API_SECRET"'
  const parts = [
    `curl -sS -X ${method} ${quote(url)}`,
    ...(apiKey === undefined ? [] : [`-H ${quote(`X-Api-Key: ${apiKey}`)}`]),
    '-H "X-Timestamp: $T"',
    '-H "X-Signature: $S"',
    ...(body === '' ? [] : ["-H 'Content-Type: application/json'", `--data-raw ${quote(body)}`]),
  ]
  return [
    'T=$(date +%s)000',
    `S=$(printf '%s\\n%s' "$T" ${quote(signedLines)} | openssl dgst -sha256 -hmac ${secret} -binary | base64)`,
    parts.join(' \\\n  '),
  ].join('\n')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
