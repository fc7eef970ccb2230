/**
 * The versions of Node that are measured: this one, and the other of 20 and 24, which npm installs on demand.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'

/** The binary of a Node. */
export interface FoundNode {
  readonly path: string
  readonly version: string
}

export const THIS = 'this'

/** The package of the other Node. */
export const OTHER_NODE: string = process.versions.node.startsWith('24.') ? 'node@20' : 'node@24'

/** Finds the binary: a program that is started through npx can't be talked to. */
export function findNode(name: string): FoundNode {
  if (name === THIS) return { path: process.execPath, version: process.versions.node }
  const print = 'console.log(JSON.stringify([process.execPath, process.versions.node]))'
  const args = ['--yes', '--package', name, 'node', '--eval', print]
  const { status, stdout } = spawnSync('npx', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`npx could not start ${name}`)
  const [path, version] = JSON.parse(stdout) as [string, string]
  return { path, version }
}
