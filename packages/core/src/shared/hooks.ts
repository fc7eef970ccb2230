/**
 * Calling the hooks of a client or a receiver, so that none can break a payment.
 * Must not know what the hooks are told, nor of what work.
 *
 * @module
 */
import { isRecord } from './is-record.ts'
import { assertFunction } from './option-checks.ts'

/** One hook. What it returns is not awaited; what it throws is written to the console and changes nothing. */
export type Hook<State> = (state: State) => unknown

/** One hook, or several. */
export type Hooks<State> = Hook<State> | readonly Hook<State>[]

/**
 * A hook that work is done in, for a context around it, as tracing has. It calls `run` before it first awaits; the work is done once,
 * and counts, whatever the hook does. `run` resolves with how the work ended, and never rejects.
 */
export type AroundHook<Start, End> = (start: Start, run: () => Promise<End>) => unknown

/** Refuses hooks that can't be called. */
export function assertHooks(hooks: unknown): void {
  if (!isRecord(hooks)) throw new TypeError('hooks must be an object')
  for (const [name, value] of Object.entries(hooks)) {
    const list = value === undefined ? [] : [value].flat()
    for (const hook of list) assertFunction(`hooks.${name}`, hook)
  }
}

/** Calls the hooks of one moment. Never throws and never waits. */
export function runHooks<State>(hooks: Hooks<State> | undefined, state: State): void {
  for (const hook of [hooks ?? []].flat()) void guard(() => hook(state))
}

/** Does work inside a hook's context, or as it is where there is none. Never waits for the hook. */
export function runAround<Start, Result, End>(
  hook: AroundHook<Start, End> | undefined,
  start: Start,
  work: () => Promise<Result>,
  toEnd: (result: Result) => End,
): Promise<Result> {
  if (hook === undefined) return work()
  let working: Promise<Result> | undefined
  const begin = (): Promise<Result> => (working ??= work())
  void guard(() => hook(start, () => begin().then(toEnd)))
  return begin()
}

async function guard(run: () => unknown): Promise<void> {
  try {
    await run()
  } catch (error) {
    // oxlint-disable-next-line no-console
    console.error('[paystablecoin] a hook failed; the work goes on', error)
  }
}
