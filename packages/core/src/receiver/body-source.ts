/**
 * What every source of a body is read into.
 * Types only.
 *
 * @module
 */

/** Where a source puts what it has. */
export interface Sink {
  /** Takes a piece, and says whether more is wanted. */
  readonly take: (piece: unknown) => boolean
  readonly end: () => void
  readonly fail: (cause: unknown) => void
}

/** Stops a source before its end. */
export type Stop = () => void
