/**
 * Which runtime a program runs in.
 *
 * @module
 */

/** Name and version, such as `Node 20.20.2`. */
export function runtimeName(): string {
  const { bun, deno, node } = process.versions
  if (bun !== undefined) return `Bun ${bun}`
  return deno === undefined ? `Node ${node}` : `Deno ${deno}`
}
