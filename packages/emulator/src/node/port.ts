/**
 * A server's port: opened, closed for a while, closed for good.
 * Knows no requests.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { StartTimer } from '@paystablecoin/core'

const LONGEST_DELAY_MS = 2 ** 31 - 1
const RETRY_MS = 100

/** Opens a port, or rejects with Node's error, such as the one whose code is `EADDRINUSE`. */
export function openPort(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** The number of an open port. */
export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Refuses new connections for a while: the port is closed, connections with a request in progress stay. */
export function closePortFor(
  server: Server,
  forMs: number,
  startTimer: StartTimer,
  reopened: () => void,
): () => void {
  const address = server.address()
  if (typeof address !== 'object' || address === null) return () => undefined
  server.close()
  server.closeIdleConnections()
  const releaseProcess = keepProcessAlive()
  let isOver = false
  let stop = (): void => undefined
  const end = (): void => {
    isOver = true
    stop()
    releaseProcess()
  }
  const reopen = (): void => {
    const opened = (): void => {
      end()
      reopened()
    }
    // Another program may have taken the port meanwhile: try until it is free.
    const taken = (): void => {
      if (!isOver) stop = startTimer(reopen, RETRY_MS)
    }
    openPort(server, address.port, address.address).then(opened, taken)
  }
  stop = startTimer(reopen, forMs)
  return end
}

// While the port is closed, nothing else may keep the process alive: it would exit instead of listening again.
function keepProcessAlive(): () => void {
  const timer = setInterval(() => undefined, LONGEST_DELAY_MS)
  return () => clearInterval(timer)
}

/** Closes a port for good, and every connection with it. */
export function closePort(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // An error here means that the port is closed already, for example by the refuse fault.
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
