/**
 * The error of an inbox: something that is no entry, or not one of this version.
 * Must never hold a body.
 *
 * @module
 */
import { isErrorNamed, PayStablecoinError } from '../shared/errors.ts'

/** Why an entry of an inbox could not be read. */
export type InboxEntryReason = 'not-an-entry' | 'version'

const MESSAGES: Readonly<Record<InboxEntryReason, string>> = {
  'not-an-entry':
    'This is no entry of an inbox: something else wrote it. No handler ran; find out who writes to this queue.',
  version:
    'This entry was put by a later version of @paystablecoin/core. No handler ran: keep it, and deploy workers before receivers.',
}

/** An entry of an inbox could not be read; see `reason`. */
export class InboxEntryError extends PayStablecoinError {
  override readonly name = 'InboxEntryError' as const
  declare readonly code: 'INBOX_ENTRY_ERROR'
  readonly reason: InboxEntryReason

  constructor(reason: InboxEntryReason) {
    super('INBOX_ENTRY_ERROR', MESSAGES[reason])
    this.reason = reason
  }
}

/** Whether an error is an `InboxEntryError`, also one from another copy of this package. */
export function isInboxEntryError(error: unknown): error is InboxEntryError {
  return isErrorNamed(error, 'InboxEntryError')
}
