/**
 * A process of the shop without a worker, over the embedded Postgres in the folder that is its argument: what it puts into the
 * inbox stays there. Needs `dist`.
 *
 * @module
 */
import { openDatabase } from '../../dist/src/database.js'
import { openParts } from '../../dist/src/parts.js'
import { readSettings } from '../../dist/src/settings.js'
import { startWeb } from '../../dist/src/web.js'

const settings = readSettings(process.env)
const parts = await openParts(await openDatabase(settings.database), settings.paystablecoin)
const { url } = await startWeb(parts, settings)
console.log(`The shop is open: ${url}`)
