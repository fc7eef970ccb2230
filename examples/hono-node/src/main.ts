/**
 * Starts the shop from the environment, and stops it on Ctrl-C.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { startShop } from './server.ts'
import { readSettings } from './settings.ts'
import type { ShopSettings } from './settings.ts'

try {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings(process.env)
  const database = await openDatabase(settings.database)
  try {
    await runShop(settings, database)
  } finally {
    await database.close()
  }
} catch (error) {
  console.error(`The shop is closed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function runShop(settings: ShopSettings, database: Database): Promise<void> {
  const shop = await startShop({ ...settings, database })
  console.log(`The shop is open: ${shop.url}`)
  await untilStopped()
  await shop.close()
  console.log('The shop is closed.')
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
