/**
 * Connections to PostgreSQL, by the shop's own `pg`.
 * Must not know what is asked on them.
 *
 * @module
 */
import { loadLibrary } from '../libraries.ts'
import type { Settings } from '../options.ts'

/** What is needed of a client of `pg`. */
export interface PgClient {
  readonly connect: () => Promise<unknown>
  readonly query: (
    text: string,
    params?: readonly unknown[],
  ) => Promise<{ readonly rows: unknown[] }>
  readonly on: (event: 'error', listener: (error: unknown) => void) => unknown
  readonly end: () => Promise<void>
}

type Pg = { readonly Client: new (options: object) => PgClient }

/** Does something on a connection of its own: after an error nothing else is sent on it. */
export type Connect = <Result>(work: (client: PgClient) => Promise<Result>) => Promise<Result>

/** How to connect; `undefined` when the shop has no `pg`. */
export async function loadPg(settings: Settings): Promise<Connect | undefined> {
  const { databaseUrl, projectFolder, timeoutMs } = settings
  const pg = (await loadLibrary('pg', projectFolder)) as Pg | undefined
  if (pg === undefined) return undefined
  return async (work) => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    })
    // Without a listener a connection that is lost would end the process; the next query rejects.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await work(client)
    } finally {
      await client.end()
    }
  }
}
