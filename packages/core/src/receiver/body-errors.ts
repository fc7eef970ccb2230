/**
 * The sentences of a body that could not be read.
 * Must not know how bodies are read.
 *
 * @module
 */
import { BodyError } from './errors.ts'

export function tooLarge(maxBodyBytes: number): BodyError {
  return new BodyError('too-large', `The body is larger than ${maxBodyBytes} bytes.`)
}

export function tooSlow(bodyTimeoutMs: number): BodyError {
  return new BodyError('timeout', `The body was not there within ${bodyTimeoutMs} ms.`)
}

export function brokenBody(cause: unknown): BodyError {
  return new BodyError('broken', 'The body broke off before its end.', { cause })
}

export function decodedBody(): BodyError {
  return new BodyError(
    'unavailable',
    'The body came as text: an encoding was set on the request. Mount the route before it.',
  )
}

/** What is wrong where nobody can say it in the framework's own words. */
const BODY_GONE =
  'The body was read before the webhook route could: mount the route before anything that parses bodies.'

export function unavailable(hint: string = BODY_GONE): BodyError {
  return new BodyError('unavailable', hint)
}
