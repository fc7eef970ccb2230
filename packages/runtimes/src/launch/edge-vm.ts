/**
 * Vercel's EdgeVM: web standards and nothing of Node.
 *
 * @module
 */
import type { CaseResult } from '@paystablecoin/adapter-contract/portable'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleWhole } from '../bundles.ts'
import { fetchTool } from '../tools.ts'

interface EdgeVm {
  evaluate(code: string): unknown
}

/** Runs the suite in a VM. */
export async function runInEdgeVm(
  project: string,
  version: string,
): Promise<readonly CaseResult[]> {
  const modules = await fetchTool('@edge-runtime/vm', version)
  const { EdgeVM } = (await import(
    pathToFileURL(join(modules, '@edge-runtime/vm/dist/index.js')).href
  )) as { EdgeVM: new () => EdgeVm }
  const vm = new EdgeVM()
  vm.evaluate(await bundleWhole(project, 'embedded', 'page'))
  return (await vm.evaluate('results')) as readonly CaseResult[]
}
