/**
 * The faults of the wire, made on a real socket.
 * Knows nothing of payments.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { StartTimer } from '@paystablecoin/core'
import type { WireFault } from '../faults/call-fault.ts'

/** A connection as Node knows it. */
export interface Connection {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

export interface WireDeps extends Connection {
  readonly startTimer: StartTimer
  /** Closes the port for a while. */
  readonly closePort: (forMs: number) => void
}

/** Makes a wire fault of a response. */
export async function applyFault(
  response: Response,
  fault: WireFault,
  deps: WireDeps,
): Promise<Response> {
  const { incoming, closePort } = deps
  switch (fault.kind) {
    case 'refuse':
      closePort(fault.forMs)
      reset(incoming.socket)
      return RESPONSE_ALREADY_SENT
    case 'drop':
      reset(incoming.socket)
      return RESPONSE_ALREADY_SENT
    case 'stall-headers':
      await waitOrClose(fault.stallMs, deps)
      return response
    case 'stall-body': {
      const rest = await writeHalf(response, deps.outgoing)
      await waitOrClose(fault.stallMs, deps)
      deps.outgoing.end(rest)
      return RESPONSE_ALREADY_SENT
    }
    default:
      await writeHalf(response, deps.outgoing)
      incoming.socket.destroySoon()
      return RESPONSE_ALREADY_SENT
  }
}

/**
 * Resets a connection. One whose end is being sent, since its client has gone, is closed: libuv does not reset it (EINVAL), Node
 * takes it for closed all the same, and the process then waits at 100 % for it when it exits.
 */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

/** Sends the head, which promises the whole length, and half of the body. Returns the other half. */
async function writeHalf(response: Response, outgoing: ServerResponse): Promise<Uint8Array> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const half = bytes.length >> 1
  const headers = { ...Object.fromEntries(response.headers), 'content-length': bytes.length }
  outgoing.writeHead(response.status, headers)
  await new Promise((resolve) => outgoing.write(bytes.subarray(0, half), resolve))
  return bytes.subarray(half)
}

/** Waits, unless the connection closes first. */
function waitOrClose(ms: number, { outgoing, startTimer }: WireDeps): Promise<void> {
  return new Promise((resolve) => {
    const stop = startTimer(resolve, ms)
    outgoing.once('close', () => {
      stop()
      resolve()
    })
  })
}
