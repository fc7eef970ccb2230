import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readManifest, REPOSITORY } from '../src/published-packages.ts'

interface Step {
  uses?: string | undefined
  with?: Record<string, unknown> | undefined
}

interface Job {
  needs?: string | string[] | undefined
  permissions?: Record<string, string> | undefined
  'timeout-minutes'?: number | undefined
  steps: Step[]
}

interface Workflow {
  permissions?: Record<string, string> | undefined
  jobs: Record<string, Job>
}

const FOLDER = join(REPOSITORY, '.github/workflows')
const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const workflow: Workflow = parse(text)
  return { name, text, workflow, jobs: Object.entries(workflow.jobs) }
})

describe.each(workflows)('the workflow $name', ({ text, workflow, jobs }) => {
  it('pins every action to a commit and says which release that is', () => {
    const uses = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line))
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  it('gives each job only the permissions that it lists', () => {
    expect(workflow.permissions).toEqual({})
    const silent = jobs.filter(([, { permissions }]) => permissions === undefined)
    expect(silent.map(([name]) => name)).toEqual([])
  })

  it('leaves no credentials in a working copy', () => {
    const checkouts = jobs
      .flatMap(([, { steps }]) => steps)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    const kept = checkouts.filter((step) => step.with?.['persist-credentials'] !== false)
    expect(kept).toEqual([])
  })

  it('limits the duration of every job', () => {
    const endless = jobs.filter(([, job]) => job['timeout-minutes'] === undefined)
    expect(endless.map(([name]) => name)).toEqual([])
  })

  it('starts the pinned package manager', () => {
    const started = new Set(text.match(/\bpnpm@[\d.]+/g))
    expect([...started]).toEqual([readManifest(REPOSITORY).packageManager])
  })
})

describe('the workflows', () => {
  it('have one job that passes only when all others pass', () => {
    const ci = workflows.find(({ name }) => name === 'ci.yml')
    const names = ci?.jobs.map(([name]) => name).filter((name) => name !== 'ci-ok')
    expect(ci?.workflow.jobs['ci-ok']?.needs).toEqual(names)
  })

  it('let only one job publish, and it runs no code of the project', () => {
    const jobs = workflows.flatMap((each) => each.jobs)
    const publishing = jobs.filter(([, { permissions }]) => permissions?.['id-token'] === 'write')
    expect(publishing.map(([name]) => name)).toEqual(['publish'])
    const actions = publishing.flatMap(([, { steps }]) => steps.map(({ uses }) => uses ?? ''))
    expect(actions.filter((uses) => uses.startsWith('actions/checkout@'))).toEqual([])
  })
})
