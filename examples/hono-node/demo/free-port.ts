/**
 * Starts a server on a port or, when that is taken, on the next free one. Knows no server in particular.
 *
 * @module
 */

const MAX_TRIES = 50
const LAST_PORT = 65_535

/** What is started, and where. */
export interface PortSearch<Server> {
  /** What the sentence about a taken port calls it. */
  readonly name: string
  readonly port: number
  readonly start: (port: number) => Promise<Server>
  readonly say: (line: string) => void
}

/**
 * Starts a server on the first port that is free.
 *
 * @throws {Error} None of the next ports is free, or the start failed for another reason.
 */
export async function startOnFreePort<Server>(search: PortSearch<Server>): Promise<Server> {
  const { name, port, start, say } = search
  const last = Math.min(port + MAX_TRIES - 1, LAST_PORT)
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      return await start(candidate)
    } catch (error) {
      if (!isPortTaken(error)) throw error
      const next = candidate < last ? `, so the ${name} tries ${candidate + 1}` : ''
      say(`Port ${candidate} is taken${next}.`)
    }
  }
  throw new Error(`No port from ${port} to ${last} is free for the ${name}.`)
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
