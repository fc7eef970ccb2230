/**
 * The few assertions of the portable suite: `node:assert` does not exist everywhere.
 *
 * @module
 */

/** Fails unless both are equal: plain data is compared deeply, everything else by identity. */
export function expectEqual(actual: unknown, expected: unknown, what: string = 'it'): void {
  if (isEqual(actual, expected)) return
  throw new Error(`${what} is ${show(actual)}, not ${show(expected)}`)
}

/** Fails unless the promise rejects with an error that has these parts. */
export async function expectRejection(
  promise: Promise<unknown>,
  parts: Readonly<Record<string, unknown>>,
  what: string = 'it',
): Promise<void> {
  const error = await promise.then(
    (value) => new Error(`${what} resolved with ${show(value)}`),
    (reason: unknown) => reason,
  )
  expectParts(error, parts, what)
}

/** Fails unless the function throws an error that has these parts. */
export function expectThrown(
  run: () => unknown,
  parts: Readonly<Record<string, unknown>>,
  what: string = 'it',
): void {
  expectParts(catchError(run, what), parts, what)
}

function catchError(run: () => unknown, what: string): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return new Error(`${what} did not throw`)
}

function expectParts(error: unknown, parts: Readonly<Record<string, unknown>>, what: string): void {
  for (const [key, expected] of Object.entries(parts)) {
    const actual: unknown = isObject(error) ? error[key] : undefined
    if (!isEqual(actual, expected)) {
      const texts = `${what}: ${key} is ${show(actual)}, not ${show(expected)}`
      throw new Error(`${texts} (${String(error)})`)
    }
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], b[key]))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
