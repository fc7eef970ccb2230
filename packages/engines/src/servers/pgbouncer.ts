/**
 * A PgBouncer in transaction mode before a PostgreSQL server.
 *
 * @module
 */
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServerFolder } from './folder.ts'
import { POSTGRES_ROLE } from './postgres.ts'
import { requireProgram } from './programs.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

/**
 * Starts PgBouncer.
 *
 * @param poolSize - Its connections to the server; all clients share them.
 */
export async function startPgBouncer(postgres: Server, poolSize: number = 4): Promise<Server> {
  const [program, port] = await Promise.all([requireProgram('pgbouncer'), findFreePort()])
  const folder = await createServerFolder('pgbouncer')
  const [settings, users] = [join(folder.path, 'pgbouncer.ini'), join(folder.path, 'users.txt')]
  await writeFile(users, `"${POSTGRES_ROLE}" ""\n`, { mode: 0o644 })
  await writeFile(settings, toSettings({ postgres, port, users, poolSize }), { mode: 0o644 })
  const url = `postgres://${POSTGRES_ROLE}:a-password@127.0.0.1:${port}/postgres`
  return startServer({ program, args: [settings], folder, url, port })
}

interface Settings {
  readonly postgres: Server
  readonly port: number
  readonly users: string
  readonly poolSize: number
}

function toSettings({ postgres, port, users, poolSize }: Settings): string {
  return `[databases]
* = host=127.0.0.1 port=${postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 500
ignore_startup_parameters = extra_float_digits
`
}
