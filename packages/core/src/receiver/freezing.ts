/**
 * A process that may be frozen once it has responded, as far as its environment tells.
 * Must not know webhooks.
 *
 * @module
 */

interface Globals {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly versions?: { readonly deno?: string }
  }
}

// Lambda and what runs on it, Cloud Run and Cloud Functions, Vercel. Some can be set up to go on after a response, which no
// variable tells: they may be frozen.
const VARIABLES = ['AWS_LAMBDA_FUNCTION_NAME', 'K_SERVICE', 'VERCEL']

let isChecked = false

/** Warns, once in a process, if the work after a response may never be done. */
export function warnIfFrozen(): void {
  if (isChecked) return
  isChecked = true
  const name = VARIABLES.find((variable) => environment()[variable] !== undefined)
  if (name === undefined) return
  // To the console, not onError: nothing has gone wrong with a webhook yet, the set-up has to change.
  // oxlint-disable-next-line no-console
  console.warn(
    `[paystablecoin] ${name} is set: this process may be frozen after a response, before the handler has run. Use acknowledge: 'after-handler' or waitUntil.`,
  )
}

function environment(): Readonly<Record<string, string | undefined>> {
  const { process } = globalThis as Globals
  // Deno stops and asks its user, or throws.
  return (process?.versions?.deno === undefined && process?.env) || {}
}
