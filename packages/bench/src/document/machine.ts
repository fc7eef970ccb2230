/**
 * When and where it was measured, and the versions of the peers.
 *
 * @module
 */
import { cpus } from 'node:os'
import { peerVersions } from '../peers.ts'

/** When and where it was measured. */
export interface Machine {
  readonly date: string
  readonly machine: string
  readonly node: string
  readonly minutes: number
  readonly peers: Readonly<Record<string, string>>
}

/** Describes this machine, and how long the measurement took. */
export function describeMachine(minutes: number): Machine {
  const cores = cpus()
  const machine = `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown CPU'}`
  const date = new Date().toISOString().slice(0, 10)
  return { date, machine, node: process.versions.node, minutes, peers: peerVersions() }
}
