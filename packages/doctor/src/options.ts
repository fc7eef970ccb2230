/**
 * The options of a diagnosis, and their defaults.
 * Must not check what the diagnosis is to find out.
 *
 * @module
 */
import type { Environment } from '@paystablecoin/core'
import { isLoopback } from './addresses.ts'

/** What is diagnosed. What is not given is reported as missing or skipped. */
export interface DoctorOptions {
  readonly merchantId?: string | undefined
  readonly apiKey?: string | undefined
  readonly apiSecret?: string | undefined
  /** One of the provider's environments; or `baseUrl`. */
  readonly environment?: Environment | undefined
  /** The URL of an emulator; or `environment`. */
  readonly baseUrl?: string | undefined
  /** The URL to which webhooks are sent. */
  readonly callbackUrl?: string | undefined
  /** The connection string of PostgreSQL. */
  readonly databaseUrl?: string | undefined
  /** The connection string of Redis. */
  readonly redisUrl?: string | undefined
  /** Whether a webhook URL on this machine is only worth a warning. @default whether `baseUrl` is on loopback */
  readonly local?: boolean | undefined
  /** The longest that one step may take. @default 10000 (10 seconds) */
  readonly timeoutMs?: number | undefined
  /** Reads the time of this machine: Unix milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
  /** The folder whose `node_modules` has `pg` and `ioredis`. @default the current one */
  readonly projectFolder?: string | undefined
}

/** The options with every default filled in. */
export interface Settings extends DoctorOptions {
  /** The secret without white space around it: what is wrong with that is reported once. Empty when there is none. */
  readonly secret: string
  readonly local: boolean
  readonly timeoutMs: number
  readonly now: () => number
  readonly projectFolder: string
}

/**
 * Fills in the defaults.
 *
 * @throws {TypeError} `timeoutMs` is no positive number.
 */
export function toSettings(options: DoctorOptions): Settings {
  const { baseUrl = '', timeoutMs = 10_000 } = options
  if (!(timeoutMs > 0)) throw new TypeError('timeoutMs must be a number greater than 0')
  const { local = URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname) } = options
  const { apiSecret = '', now = Date.now, projectFolder = process.cwd() } = options
  return { ...options, secret: apiSecret.trim(), local, timeoutMs, now, projectFolder }
}
