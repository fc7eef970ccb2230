/**
 * One call of the merchant's function: in time, and with an error that says what it means.
 * Must not know an engine.
 *
 * @module
 */
import type { SharedDeduplicationOptions } from './shared-deduplication.ts'
import { StoreError } from './store-error.ts'
import type { StoreOperation } from './store-error.ts'

/** What an error of a driver says. */
export interface Failure {
  readonly message: string
  readonly code: string | undefined
}

/** The option that is called, and what its errors mean. */
export interface Caller {
  readonly option: string
  readonly timeoutMs: number
  /** What to do about a failure, if that is known. */
  readonly explain?: ((failure: Failure) => string | undefined) | undefined
}

/**
 * Makes a call.
 *
 * @param undo - Undoes a call that failed, once it has ended: one that is too late may still be carried out.
 * @throws {StoreError} It failed or was too late.
 */
export async function run<Result>(
  { option, timeoutMs, explain }: Caller,
  operation: StoreOperation,
  call: () => Result | Promise<Result>,
  undo?: () => unknown,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs)
  })
  const calling = (async () => call())()
  try {
    return await Promise.race([late, calling])
  } catch (error) {
    // What cannot be undone ends with its lease.
    if (undo !== undefined) calling.finally(undo).catch(() => undefined)
    const failure = readFailure(error)
    const advice = explain?.(failure)
    const problem = `\`${option}\` failed: ${failure.message}${advice === undefined ? '' : `. ${advice}`}`
    throw new StoreError(operation, problem, failure.code)
  } finally {
    clearTimeout(timer)
  }
}

// An error for several addresses has no message of its own. A URL may contain a password.
function readFailure(error: unknown): Failure {
  const { message, code }: { message?: unknown; code?: unknown } = Object(error)
  const text = String(message || code || error)
  return {
    message: text.replaceAll(/\/\/\S*@/g, '//'),
    code: typeof code === 'string' ? code : undefined,
  }
}

/** What a store makes of its options. */
export interface Called {
  readonly caller: Caller
  readonly ttlMs: number
}

/**
 * Checks the options that every store has.
 *
 * @throws {TypeError} Names the option that is wrong.
 */
export function toCaller<Option extends string>(
  option: Option,
  options: SharedDeduplicationOptions & Readonly<Record<Option, unknown>>,
  explain?: Caller['explain'],
): Called {
  if (typeof options[option] !== 'function') throw new TypeError(`${option} must be a function`)
  const ttlMs = toMs('ttlMs', options.ttlMs ?? 86_400_000)
  const timeoutMs = toMs('timeoutMs', options.timeoutMs ?? 5_000)
  return { caller: { option, timeoutMs, explain }, ttlMs }
}

function toMs(option: string, value: number): number {
  if (value > 0 && value < Infinity) return value
  throw new TypeError(`${option} must be a number of milliseconds above 0`)
}
