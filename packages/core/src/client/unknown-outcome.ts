/**
 * The error of a call that may have taken effect.
 * Must not know endpoints; what to do next is handed in.
 *
 * @module
 */
import type { CallResult } from './call.ts'
import { isCallError, isTransportError, TransportError } from './errors.ts'

/** The error that says that the outcome is unknown, what to do, and from when on a "not found" proves something. */
export function unknownOutcome(
  { absenceProvableAtMs }: CallResult,
  cause: unknown,
  whatToDo: string,
): TransportError {
  const isoTime = new Date(absenceProvableAtMs).toISOString()
  return new TransportError(
    {
      reason: isTransportError(cause) ? cause.reason : 'network',
      outcome: 'unknown',
      message: `It is not known whether the provider acted on this call; it must not be taken for failed. ${whatToDo}: from ${isoTime} on, a "not found" proves that nothing was created.`,
      absenceProvableAtMs,
      retryAfterMs: isCallError(cause) ? cause.retryAfterMs : undefined,
    },
    { cause },
  )
}
