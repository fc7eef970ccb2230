/**
 * Starts the shop from the environment, and stops it on Ctrl-C.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { openDatabase } from './database.ts'
import { startShop } from './server.ts'
import { readSettings } from './settings.ts'

if (existsSync('.env')) process.loadEnvFile('.env')
const { database: location, ...settings } = readSettings(process.env)
const database = await openDatabase(location)
const shop = await startShop({ ...settings, database })
console.log(`The shop is open: ${shop.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stop())
}

async function stop(): Promise<void> {
  await shop.close()
  await database.close()
  console.log('The shop is closed.')
}
