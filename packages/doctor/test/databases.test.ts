/**
 * Databases that are not there, or whose driver is not. What a database can contain is tested on real ones, by `test:engines`.
 *
 * @module
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runInPipe } from './support/command.ts'
import { examine, problemsOf } from './support/examine.ts'
import { refuse } from './support/servers.ts'

const projectFolder = import.meta.dirname
let port = ''

beforeAll(async () => {
  ;({ port } = new URL(await refuse()))
})

describe('a database', () => {
  it.each(['postgres', 'redis'])('that cannot be reached is told: %s', async (name) => {
    const url = `${name}://shop:a-pass%2Fword@127.0.0.1:${port}/shop`
    const options = name === 'redis' ? { redisUrl: url } : { databaseUrl: url }
    const report = await examine({ ...options, projectFolder })
    expect(problemsOf(report)).toContain(`${name} ${name}-unreachable`)
    const { detail } = report.findings.find(({ check }) => check === name) ?? {}
    expect(detail).toBe('ECONNREFUSED')
  })

  // As a process: the variable NODE_PATH of a test runner would find the drivers from anywhere.
  it('whose driver is not installed in the current folder is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-bare-'))
    const urls = { DATABASE_URL: 'postgres://127.0.0.1/', REDIS_URL: 'redis://127.0.0.1' }
    const { output } = await runInPipe([], urls, folder)
    expect(output).toContain('(postgres-no-driver)')
    expect(output).toContain('(redis-no-driver)')
  })

  it('with a connection string that is none is told, without the string', async () => {
    const databaseUrl = 'postgres://shop:a-pass word@[half/shop'
    const report = await examine({ databaseUrl, redisUrl: databaseUrl, projectFolder })
    expect(problemsOf(report)).toContain('postgres postgres-unreachable')
    expect(problemsOf(report)).toContain('redis redis-unreachable')
    expect(JSON.stringify(report)).not.toContain('a-pass')
  })
})
