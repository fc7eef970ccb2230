import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import type { PackedPackage } from '../src/pack-packages.ts'
import { CHECKS, readManifest } from '../src/published-packages.ts'
import { runSuccessfully } from '../src/run-command.ts'

describe.each(inject('packages'))('$title, packed,', (each) => {
  it('contains README, LICENSE, manifest, the compiled source and what the manifest adds, and nothing else', async () => {
    // An extra file of dist is stale: remove packages/*/dist and build again.
    expect(await listTarball(each)).toEqual(expectedFiles(each))
  })

  it('depends on versions, not on workspace ranges', async () => {
    const text = await runSuccessfully('tar', ['-xzOf', each.tarball, 'package/package.json'], '/')
    expect(text).not.toMatch(/workspace:|catalog:/)
    const node = NODE_FLOORS[each.title] ?? '>=20.19'
    expect(JSON.parse(text)).toMatchObject({ license: 'MIT', engines: { node } })
  })

  it('passes publint', async () => {
    await runTool('publint', ['run', each.tarball, '--strict'])
  })

  it('has types that resolve for every ESM consumer', async () => {
    await runTool('attw', [each.tarball, '--profile', 'esm-only', '--no-emoji'])
  })
})

// pg-boss itself asks for it.
const NODE_FLOORS: Readonly<Record<string, string>> = { 'pg-boss': '>=22.12' }

function runTool(name: string, args: readonly string[]): Promise<string> {
  return runSuccessfully(join(CHECKS, 'node_modules/.bin', name), args, CHECKS)
}

async function listTarball({ tarball }: PackedPackage): Promise<string[]> {
  const listing = await runSuccessfully('tar', ['-tzf', tarball], '/')
  return listing
    .trimEnd()
    .replaceAll(/^package\//gm, '')
    .split('\n')
    .toSorted()
}

// Made for Grafana and Prometheus.
const ADDED_FILES: Readonly<Record<string, readonly string[]>> = {
  opentelemetry: ['dashboards/alerts.yaml', 'dashboards/grafana.json'],
}

// Core is bundled, so that a cold start opens few files: its two entries, and what they share.
const CORE_FILES = ['index', 'shared', 'webhooks']

function expectedFiles({ title, folder }: PackedPackage): string[] {
  const sources = listSources(folder)
  const scripts = title === 'core' ? CORE_FILES : sources
  const compiled = [
    ...scripts.map((path) => `dist/${path}.js`),
    ...sources.map((path) => `dist/${path}.d.ts`),
  ]
  const programs = Object.values(readManifest(folder).bin ?? {}).map((path) => path.slice(2))
  const added = ADDED_FILES[title] ?? []
  return ['LICENSE', 'README.md', 'package.json', ...programs, ...compiled, ...added].toSorted()
}

function listSources(folder: string): string[] {
  const source = join(folder, 'src')
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)).slice(0, -3))
}
