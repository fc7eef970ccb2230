/**
 * The published packages that ours are compared with: where their code is, and how it is installed.
 * They are outside the workspace (`peers/`), so that only the bench installs them.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PEERS = new URL('../peers/', import.meta.url)

// Named by file, so that every runtime runs the same code: stripe's other builds can't verify synchronously.
const FILES = {
  stripe: 'stripe/esm/stripe.esm.node.js',
  'stripe worker': 'stripe/esm/stripe.esm.worker.js',
  octokit: '@octokit/webhooks-methods/dist-node/index.js',
  standardwebhooks: 'standardwebhooks/dist/index.js',
  svix: 'svix/dist/index.mjs',
  polar: '@polar-sh/hono/dist/index.js',
  clerk: '@clerk/fastify/dist/webhooks.mjs',
  autocannon: 'autocannon/autocannon.js',
  miniflare: 'miniflare/dist/src/index.js',
} as const

/** A peer's name. */
export type Peer = keyof typeof FILES

/** Imports a peer. The caller knows its shape. */
export async function loadPeer<Module>(peer: Peer): Promise<Module> {
  return (await import(peerUrl(peer).href)) as Module
}

/** Where a peer's code is. */
export function peerUrl(peer: Peer): URL {
  return new URL(`node_modules/${FILES[peer]}`, PEERS)
}

/** The folder from which the peers' names resolve. */
export function peersFolder(): string {
  return fileURLToPath(new URL('node_modules', PEERS))
}

/** The versions of the peers. */
export function peerVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL('package.json', PEERS), 'utf8')
  return (JSON.parse(text) as { readonly dependencies: Record<string, string> }).dependencies
}

/** Installs the peers when they are missing or have changed. */
export function installPeers(): void {
  const wanted = new URL('package.json', PEERS)
  const installed = new URL('node_modules/.package-lock.json', PEERS)
  if (existsSync(installed) && statSync(installed).mtimeMs > statSync(wanted).mtimeMs) return
  process.stderr.write('bench: installing the peers…\n')
  const options = ['--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', ['install', ...options], {
    cwd: fileURLToPath(PEERS),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('installing the peers failed (packages/bench/peers)')
}
