/**
 * Certificates for servers on loopback, made by openssl in a temporary folder.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listen } from './servers.ts'

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** An authority that only who is told to will trust. */
export interface Authority {
  /** Its certificate: for `NODE_EXTRA_CA_CERTS`. */
  readonly file: string
  /** Starts a server with a certificate for this name; its URL with the name `localhost`. */
  readonly serve: (name: string, days: number) => Promise<string>
}

/** Makes an authority. */
export async function createAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-tls-'))
  const openssl = async (...args: string[]): Promise<void> => {
    await promisify(execFile)('openssl', args, { cwd: folder })
  }
  const subject = ['-subj', '/CN=Authority of a test']
  await openssl('req', '-x509', ...KEY, '-keyout', 'ca.key', '-out', 'ca.pem', ...subject)

  async function issue(name: string, days: number): Promise<{ key: Buffer; cert: Buffer }> {
    await openssl(
      'req',
      ...KEY,
      '-keyout',
      'key.pem',
      '-out',
      'request.pem',
      '-subj',
      `/CN=${name}`,
    )
    await writeFile(join(folder, 'names'), `subjectAltName=DNS:${name}`)
    const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', String(days), '-extfile', 'names']
    await openssl('x509', '-req', '-in', 'request.pem', ...signer, '-out', 'cert.pem')
    const [key, cert] = await Promise.all(
      ['key.pem', 'cert.pem'].map((file) => readFile(join(folder, file))),
    )
    if (key === undefined || cert === undefined) throw new Error('openssl made no certificate')
    return { key, cert }
  }

  return {
    file: join(folder, 'ca.pem'),
    async serve(name, days) {
      const server = createServer(await issue(name, days), (_request, response) => {
        response.end('{"code":"40001"}')
      })
      return `https://localhost:${await listen(server)}`
    },
  }
}
