/**
 * The shape of the secret: what people do to it by accident.
 * Must not send it anywhere, nor put any of it into a finding.
 *
 * @module
 */
import type { FindingId } from '../findings/index.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'

const USUAL_CHARS = 43
/** The emulator's public secret: `EMULATOR_MERCHANT.apiSecret`. */
const OF_EMULATOR = 'emulator-secret-for-local-use-only-000000000'
const PLACEHOLDER = /^(?:your|my|the|change|replace|example|test|todo|xxx|<)|secret$/i

/** Checks the secret's shape; nothing when there is none, which is a matter of the settings. */
export function checkSecret(settings: Settings): readonly Finding[] {
  const { apiSecret = '', secret } = settings
  if (secret === '') return []
  const id = judge(settings)
  const shape = find(
    'secret',
    id,
    id === 'secret-length' ? `${secret.length} characters` : undefined,
  )
  return apiSecret === secret ? [shape] : [find('secret', 'secret-white-space'), shape]
}

function judge({ secret, apiKey, local }: Settings): FindingId {
  if (secret === OF_EMULATOR) return local ? 'secret-of-emulator' : 'secret-of-emulator-in-use'
  if (secret === apiKey) return 'secret-is-api-key'
  if (/^(["'`]).*\1$/s.test(secret)) return 'secret-quoted'
  if (/%[0-9a-f]{2}/i.test(secret)) return 'secret-url-encoded'
  if (secret.length !== USUAL_CHARS && PLACEHOLDER.test(secret)) return 'secret-placeholder'
  if (/[^\w-]/.test(secret)) return 'secret-decoded'
  return secret.length === USUAL_CHARS ? 'secret-well-formed' : 'secret-length'
}
