/**
 * The provider's envelope: HTTP 200 whatever happened, the result in `code`.
 * Knows no endpoints.
 *
 * @module
 */
import type { Outcome } from '../codes.ts'
import { isInvented, messageOf } from '../codes.ts'
import type { Json } from '../provider-data.ts'

/** What the sandbox adds for the developer. The provider does not send this field. */
export interface SandboxNote {
  /** What exactly is wrong. */
  readonly detail?: string | undefined
  /** Whether the code is the sandbox's own, in a range that the provider's documents leave open. */
  readonly ownCode?: true | undefined
}

/** An answer of the API. */
export function envelope(outcome: Outcome<Json>, dateMs: number, note: SandboxNote = {}): Response {
  const headers = {
    'content-type': 'application/json',
    // The sandbox's own clock, which a client may correct itself by.
    date: new Date(dateMs).toUTCString(),
  }
  return new Response(JSON.stringify(toEnvelope(outcome, note)), { headers })
}

function toEnvelope(outcome: Outcome<Json>, note: SandboxNote): Json {
  if (outcome.ok) return { code: '00000', message: messageOf('00000'), data: outcome.value }
  const { code, detail } = outcome
  const sandbox: SandboxNote = { detail, ownCode: isInvented(code) ? true : undefined, ...note }
  const hasNote = Object.values(sandbox).some((value) => value !== undefined)
  return { code, message: messageOf(code), ...(hasNote ? { sandbox } : {}) }
}
