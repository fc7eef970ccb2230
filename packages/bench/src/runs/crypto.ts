/**
 * Program: the ways to an HMAC that a runtime has, each against `node:crypto`, which core uses wherever it is there.
 *
 * @module
 */
import { createHmac, createSecretKey } from 'node:crypto'
import { report } from '../measure/report.ts'
import type { Task } from '../measure/compare.ts'
import { sampleBody, SECRET } from '../webhooks/sample.ts'

interface BunGlobals {
  readonly Bun?: { readonly CryptoHasher: new (algorithm: string, key: Uint8Array) => Hasher }
}

interface Hasher {
  update(data: Uint8Array): Hasher
  digest(encoding: 'base64'): string
  copy(): Hasher
}

const body = sampleBody(1)
const bytes = new TextEncoder().encode(SECRET)
const key = createSecretKey(SECRET, 'utf8')
const nodeTask: Task = () => createHmac('sha256', key).update(body).digest('base64')

async function subtleTask(): Promise<Task> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const subtleKey = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
  const data = new Uint8Array(body)
  return () => crypto.subtle.sign('HMAC', subtleKey, data)
}

const duel = { part: 'by-hand', row: 'an HMAC of 518 bytes', theirs: nodeTask } as const
const against = '`node:crypto`'
await report({ ...duel, what: 'Web Crypto', against, ours: await subtleTask() })
const { Bun } = globalThis as BunGlobals
if (Bun !== undefined) {
  const hasher = new Bun.CryptoHasher('sha256', bytes)
  const copied: Task = () => hasher.copy().update(body).digest('base64')
  await report({ ...duel, what: '`Bun.CryptoHasher`', against, ours: copied })
}
