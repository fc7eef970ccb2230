/**
 * How many jobs a command of pg-boss changed: it gives the number, and its types do not name it.
 *
 * @module
 */
import type { CommandResponse } from 'pg-boss'

/** How many jobs were changed. */
export function affectedBy(response: CommandResponse): number {
  const affected: unknown = Reflect.get(response, 'affected')
  if (typeof affected === 'number') return affected
  throw new TypeError('this version of pg-boss does not say how many jobs a command changed')
}
