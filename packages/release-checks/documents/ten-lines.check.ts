/**
 * The first program of each README, copied by the script and run as a process: it takes a payment from the emulator.
 *
 * @module
 */
import { startEmulator } from '@paystablecoin/emulator/node'
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunningEmulator } from '@paystablecoin/emulator/node'
import { CHECKS } from '../src/published-packages.ts'

let running: RunningEmulator
beforeAll(async () => {
  running = await startEmulator({ port: 0 })
})
afterAll(() => running.close())

describe('the first program of', () => {
  it.each(['', 'hono', 'koa', 'express', 'fastify'])(
    'README.md %s takes a payment as it stands',
    { timeout: 60_000 },
    async (title) => {
      const shop = await startProgram(title)
      try {
        const bought = await shop.buy()
        expect(bought.status).toBeGreaterThanOrEqual(302)
        const { status, deliveries } = await running.emulator.pay(
          bought.headers.get('location') ?? '',
        )
        expect(status).toBe('SUCCEEDED')
        expect(deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
        await expect.poll(shop.output).toContain('payment PROCESSING\npayment SUCCEEDED\n')
      } finally {
        await shop.stop()
      }
    },
  )
})

interface Shop {
  readonly buy: () => Promise<Response>
  readonly output: () => string
  readonly stop: () => Promise<void>
}

async function startProgram(title: string): Promise<Shop> {
  const port = await findFreePort()
  const ports = ['--shop-port', String(port), '--emulator-port', new URL(running.url).port]
  const script = join(CHECKS, 'ten-lines.js')
  const child = spawn(process.execPath, [script, ...(title === '' ? [] : [title]), ...ports])
  const closed = once(child, 'close')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output += String(chunk)))
  }
  const url = `http://127.0.0.1:${port}/buy`
  return {
    // It listens when it answers: it is the reader's program, and says nothing itself.
    buy: () =>
      vi.waitFor(
        async () => {
          if (child.exitCode !== null) throw new Error(`The program has ended: ${output}`)
          return fetch(url, { method: 'POST', redirect: 'manual' })
        },
        { timeout: 30_000 },
      ),
    output: () => output,
    stop: async () => {
      child.kill()
      await closed
    },
  }
}
