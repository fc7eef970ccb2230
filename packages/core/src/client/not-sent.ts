/**
 * Whether what `fetch` threw proves that nothing was sent.
 * Knows the errors of the runtimes by what they carry, not by their classes: they are often of another realm.
 *
 * @module
 */

/** What an error of a runtime may carry. */
interface Failure {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message?: unknown
  readonly errors?: unknown
  readonly cause?: unknown
}

// Node's and Bun's codes: no such address, it refused, no connection in time, or a certificate that is not trusted. Other failures
// of TLS are not told from those of a connection on which the request was sent.
const NOT_SENT_CODE =
  /^(?:ECONNREFUSED|ConnectionRefused|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|UNABLE_TO_\w+|(?!ERR_SSL)\w*CERT\w*)$/

// Where there is no code: Node's and Deno's port that fetch forbids, and Deno's connection that was not made. And Node's for one
// that ended while its keys were exchanged, whose code is that of any broken connection.
const NOT_SENT_MESSAGE =
  /^bad port$|Requests to port \d+ are blocked$|client error \(Connect\)|before secure TLS connection was established$/

// An error can be its own cause.
const MAX_CAUSES = 8

/** Whether nothing was sent for certain. Of several attempts at connecting, none may have sent anything. */
export function isNotSent(error: unknown, causes: number = MAX_CAUSES): boolean {
  const { code, syscall, message, errors, cause } = Object(error) as Failure
  if (Array.isArray(errors)) return errors.length > 0 && errors.every((one) => isNotSent(one, 0))
  return (
    syscall === 'connect' ||
    NOT_SENT_CODE.test(String(code)) ||
    NOT_SENT_MESSAGE.test(String(message)) ||
    (causes > 0 && code === undefined && isNotSent(cause, causes - 1))
  )
}
