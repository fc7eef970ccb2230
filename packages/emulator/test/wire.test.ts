/**
 * What a fault does to a socket that is closing by itself.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { nextTick } from 'node:process'
import { expect, it } from 'vitest'
import type { WireFault } from '../src/faults/call-fault.ts'
import { toFault } from '../src/faults/fault.ts'
import { applyFault } from '../src/node/wire.ts'

it.each(['drop', 'refuse'] as const)(
  '%s closes a socket whose client has gone: a process with one that never closes cannot exit',
  async (kind) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').resume()
    client.on('error', () => undefined)
    const [socket] = (await once(server, 'connection')) as [Socket]
    const incoming = new IncomingMessage(socket)
    const outgoing = new ServerResponse(incoming)
    const closed = once(socket, 'close')
    socket.end()
    // Its end is being sent now.
    await new Promise<void>((resolve) => nextTick(() => nextTick(resolve)))
    const deps = {
      incoming,
      outgoing,
      startTimer: () => () => undefined,
      closePort: () => undefined,
    }
    const fault: WireFault = { ...toFault({ kind }), kind }
    await applyFault(new Response(), fault, deps)
    expect(await closed).toEqual([false])
    server.close()
  },
)
