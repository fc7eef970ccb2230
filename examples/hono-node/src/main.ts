/**
 * Starts the shop from the environment, web and worker or one of them, and stops it on Ctrl-C.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { openDatabase } from './database.ts'
import { openParts } from './parts.ts'
import { readRole, readSettings } from './settings.ts'
import { startWeb } from './web.ts'
import { startWorker } from './worker.ts'

// What was started last is closed first: web, worker, inbox, database.
const closers: (() => Promise<void>)[] = []

try {
  await start()
  await untilStopped()
} catch (error) {
  complain(error)
}
for (const close of closers.toReversed()) await close().catch(complain)
if (process.exitCode === undefined) console.log('The shop is closed.')

async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings(process.env)
  const role = readRole(process.argv.slice(2), settings.database)
  const database = await openDatabase(settings.database)
  closers.push(database.close)
  const parts = await openParts(database, settings.paystablecoin)
  closers.push(parts.close)
  if (role !== 'web') {
    const worker = await startWorker(parts)
    closers.push(worker.close)
  }
  if (role !== 'worker') {
    const web = await startWeb(parts, settings)
    closers.push(web.close)
    console.log(`The shop is open: ${web.url}`)
    const { baseUrl } = settings.paystablecoin
    if (baseUrl !== undefined) console.log(`PayStablecoin (an emulator’s dashboard): ${baseUrl}`)
  } else {
    console.log('The worker is running.')
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

function complain(error: unknown): void {
  console.error(`The shop is closed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
