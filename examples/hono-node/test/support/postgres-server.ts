import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PGlite } from '@electric-sql/pglite'

/** A Postgres server on a socket, for the driver that speaks to servers: PGlite answers the wire protocol. */
export async function startPostgresServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const pglite = await PGlite.create()
  // PGlite is one session, so the packets of all connections take turns.
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer((socket) => {
    socket.on('data', (packet) => {
      turn = turn.then(async () => socket.write(await pglite.execProtocolRaw(packet)))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://postgres:secret@127.0.0.1:${port}/postgres`,
    close: async () => {
      server.close()
      await pglite.close()
    },
  }
}
