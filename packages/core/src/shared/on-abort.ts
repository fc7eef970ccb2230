/**
 * Listening to a signal that many share, as all calls of a server do to its shutdown's: one listener for all of them, since Node
 * warns of more than ten.
 * Must not know what is aborted.
 *
 * @module
 */

interface Listener {
  readonly runs: Set<() => void>
  readonly runAll: () => void
}

const listeners = new WeakMap<AbortSignal, Listener>()

/** Runs a function when a signal aborts, and returns what ends that. A signal that has aborted already runs nothing. */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (signal === undefined) return () => undefined
  const { runs, runAll } = listeners.get(signal) ?? listen(signal)
  runs.add(run)
  return () => {
    if (!runs.delete(run) || runs.size > 0) return
    signal.removeEventListener('abort', runAll)
    listeners.delete(signal)
  }
}

function listen(signal: AbortSignal): Listener {
  const runs = new Set<() => void>()
  const runAll = (): void => runs.forEach((run) => run())
  const listener = { runs, runAll }
  listeners.set(signal, listener)
  signal.addEventListener('abort', runAll)
  return listener
}
