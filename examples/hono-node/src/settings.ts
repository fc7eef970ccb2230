/**
 * The shop's settings from the environment: the only file that reads it.
 *
 * @module
 */
import type { ClientOptions, ClientTarget } from '@paystablecoin/hono'
import type { DatabaseLocation } from './database.ts'

/** How the shop is started. */
export interface ShopSettings {
  readonly host: string
  readonly port: number
  /** Where the shop is reached from outside. @default where it listens */
  readonly publicUrl: string | undefined
  readonly database: DatabaseLocation
  readonly paystablecoin: ClientOptions
}

/** What a process does. */
export type Role = 'web and worker' | 'web' | 'worker'

/**
 * Reads the role from the arguments: `web`, `worker`, or nothing for both.
 *
 * @throws {Error} Says what is wrong.
 */
export function readRole([role, ...more]: readonly string[], database: DatabaseLocation): Role {
  if (role === undefined) return 'web and worker'
  if ((role !== 'web' && role !== 'worker') || more.length > 0) {
    throw new Error('the only arguments are "web" or "worker", or nothing for both in one process')
  }
  if ('url' in database) return role
  throw new Error(
    `${role} apart needs DATABASE_URL: the embedded Postgres is for one process, and a second one destroys its folder`,
  )
}

/**
 * Reads the settings. `.env.example` describes the variables.
 *
 * @throws {Error} Names the variable that is missing or wrong.
 */
export function readSettings(env: NodeJS.ProcessEnv): ShopSettings {
  return {
    host: env['HOST'] ?? '127.0.0.1',
    port: readPort(env['PORT'] ?? '3000'),
    publicUrl: env['PUBLIC_URL'] === undefined ? undefined : new URL(env['PUBLIC_URL']).origin,
    database:
      env['DATABASE_URL'] === undefined
        ? { folder: env['DATA_FOLDER'] ?? '.data' }
        : { url: env['DATABASE_URL'] },
    paystablecoin: {
      merchantId: required(env, 'PSC_MERCHANT_ID'),
      apiKey: required(env, 'PSC_API_KEY'),
      apiSecret: required(env, 'PSC_API_SECRET'),
      ...readTarget(env),
    },
  }
}

function readTarget(env: NodeJS.ProcessEnv): ClientTarget {
  if (env['PSC_BASE_URL'] !== undefined) return { baseUrl: env['PSC_BASE_URL'] }
  const environment = required(env, 'PSC_ENVIRONMENT')
  if (environment === 'production' || environment === 'sandbox') return { environment }
  throw new Error('PSC_ENVIRONMENT must be "production" or "sandbox"')
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (value === undefined || value === '') {
    throw new Error(`${name} is missing: see .env.example`)
  }
  return value
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error('PORT must be a number from 0 to 65535')
}
