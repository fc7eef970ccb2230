/**
 * The provider's envelope: HTTP 200 whatever happened, the result in `code`.
 * Knows no endpoints.
 *
 * @module
 */
import type { Outcome } from './codes.ts'
import { isInvented, messageOf } from './codes.ts'
import type { Diagnosis } from '../diagnosis/mistakes.ts'
import type { Json } from './provider-data.ts'

/** What the emulator adds to a rejection, for the developer. The provider does not send this field. */
export interface EmulatorNote {
  /** What exactly is wrong. */
  readonly detail?: string | undefined
  /** Why the signature was rejected, found by trying the mistakes that people make. */
  readonly diagnosis?: Diagnosis | undefined
  /** Whether the code is the emulator's own, in a range that the provider's documents leave open. */
  readonly ownCode?: true | undefined
}

/** A response of the API. */
export function envelope(outcome: Outcome<Json>, dateMs: number, diagnosis?: Diagnosis): Response {
  const headers = {
    'content-type': 'application/json',
    // A client may correct its clock by it.
    date: new Date(dateMs).toUTCString(),
  }
  return new Response(JSON.stringify(toEnvelope(outcome, diagnosis)), { headers })
}

function toEnvelope(outcome: Outcome<Json>, diagnosis: Diagnosis | undefined): Json {
  if (outcome.ok) return { code: '00000', message: messageOf('00000'), data: outcome.value }
  const { code, detail } = outcome
  const ownCode = isInvented(code) ? true : undefined
  const emulator: EmulatorNote = { detail, diagnosis, ownCode }
  const hasNote = Object.values(emulator).some((value) => value !== undefined)
  return { code, message: messageOf(code), ...(hasNote ? { emulator } : {}) }
}
