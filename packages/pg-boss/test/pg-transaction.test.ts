/**
 * A connection that is lost while a handler has it. What pools do with real servers is tested on those.
 *
 * @module
 */
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { pgTransaction } from '../src/index.ts'

class Client extends EventEmitter {
  readonly released: (boolean | undefined)[] = []

  query(): Promise<{ rows: unknown[] }> {
    return Promise.resolve({ rows: [] })
  }

  release(destroy?: boolean): void {
    this.released.push(destroy)
  }
}

async function runOn(client: Client, run: () => void): Promise<void> {
  const transaction = pgTransaction({ connect: () => Promise.resolve(client) })
  await transaction(async () => run())
}

it('destroys a client that is lost while no query runs, and does not end the process', async () => {
  const client = new Client()
  // An emitter throws an error that nobody listens to, as a lost connection does to the process.
  await runOn(client, () => void client.emit('error', new Error('terminating connection')))
  expect(client.released).toEqual([true])
  expect(client.listenerCount('error')).toBe(0)
})

it('gives a client back that was not lost', async () => {
  const client = new Client()
  await runOn(client, () => undefined)
  expect(client.released).toEqual([false])
  expect(client.listenerCount('error')).toBe(0)
})
