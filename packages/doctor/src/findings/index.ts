/**
 * All findings, by their id.
 *
 * @module
 */
import { API_FINDINGS } from './api.ts'
import { CALLBACK_FINDINGS } from './callback.ts'
import { CONNECTION_FINDINGS } from './connection.ts'
import { DATABASE_FINDINGS } from './databases.ts'
import type { FindingText } from './finding.ts'
import { SETTINGS_FINDINGS } from './settings.ts'

const ALL = {
  ...SETTINGS_FINDINGS,
  ...CONNECTION_FINDINGS,
  ...API_FINDINGS,
  ...CALLBACK_FINDINGS,
  ...DATABASE_FINDINGS,
  'not-checked': {
    status: 'skipped',
    means: 'Not checked, because of what failed above.',
    advice: 'Correct that, and run the doctor again.',
  },
} as const satisfies Record<string, FindingText>

/** What a finding is called in programs: stable over versions. */
export type FindingId = keyof typeof ALL

/** All findings, by their id. */
export const FINDINGS: Readonly<Record<FindingId, FindingText>> = ALL
