/**
 * A process of the drill's shop: `node process.js <config as JSON>`. Says `ready` when it serves or works.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createWebhookReceiver, toNodeHandler } from '@paystablecoin/core'
import { createServer } from 'node:http'
import { openShop } from './shop.ts'
import type { ShopConfig } from './shop.ts'

const config: ShopConfig = JSON.parse(process.argv[2] ?? '')

// An engine that is away at the boot is waited for, as a supervisor would by starting the process again.
async function openUntilThere(): ReturnType<typeof openShop> {
  for (;;) {
    try {
      return await openShop(config)
    } catch {
      await delay(200)
    }
  }
}

const shop = await openUntilThere()
if (config.role === 'web') {
  const receiver = createWebhookReceiver<unknown>(shop.receiver)
  const server = createServer(toNodeHandler(receiver))
  server.listen(config.port, '127.0.0.1', () => process.stdout.write('ready\n'))
} else {
  await shop.work()
  process.stdout.write('ready\n')
}
