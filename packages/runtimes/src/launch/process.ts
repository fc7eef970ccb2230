/**
 * A runtime that is a command: Node, Bun, Deno.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { join } from 'node:path'
import { RESULTS_PREFIX } from '../../entries/report.ts'
import { bundleEntry } from '../bundles.ts'
import { runCommand } from '../run-command.ts'
import { fetchTool } from '../tools.ts'

/** An npm package with a command. */
export interface ProcessTool {
  readonly name: string
  readonly version: string
  /** In `node_modules`. */
  readonly bin: string
  readonly args: readonly string[]
}

/** Runs a runtime's entry, then the one without the runtime's own crypto, each in a process of its own. */
export async function runProcess(
  project: string,
  entry: string,
  { name, version, bin, args }: ProcessTool,
): Promise<readonly CaseResult[]> {
  const command = [join(await fetchTool(name, version), bin), ...args]
  const results = await runEntry(project, entry, command)
  return [...results, ...(await runEntry(project, 'web-crypto', command))]
}

async function runEntry(
  project: string,
  entry: string,
  [command = '', ...args]: readonly string[],
): Promise<readonly CaseResult[]> {
  const file = await bundleEntry(project, entry)
  const output = await runCommand(command, [...args, file], { cwd: project, timeoutMs: 300_000 })
  const line = output.split('\n').find((text) => text.startsWith(RESULTS_PREFIX))
  if (line === undefined)
    throw new Error(`the process ended without results\n${output.slice(-2000)}`)
  return JSON.parse(line.slice(RESULTS_PREFIX.length)) as readonly CaseResult[]
}
