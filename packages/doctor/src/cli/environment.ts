/**
 * What the command line and the environment say, as options. Flags come before variables.
 * The secret and the connection strings have no flag: a command line can be seen by others.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { DoctorOptions } from '../options.ts'

/** The flags of the command. */
export interface Flags {
  readonly envFile?: string | undefined
  readonly environment?: 'production' | 'sandbox' | undefined
  readonly baseUrl?: string | undefined
  readonly merchant?: string | undefined
  readonly apiKey?: string | undefined
  readonly callbackUrl?: string | undefined
  readonly webhookPath: string
  readonly local?: true | undefined
  readonly timeout: number
  readonly json?: true | undefined
  readonly strict?: true | undefined
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Puts options together. As with Node's own `--env-file`, what is in the environment already comes before the file.
 *
 * @throws {TypeError} The file cannot be read.
 */
export function readOptions(flags: Flags, env: Variables): DoctorOptions {
  const variables = flags.envFile === undefined ? env : { ...readEnvFile(flags.envFile), ...env }
  const read = (name: string): string | undefined => variables[name] || undefined
  const baseUrl =
    flags.baseUrl ?? (flags.environment === undefined ? read('PSC_BASE_URL') : undefined)
  return {
    merchantId: flags.merchant ?? read('PSC_MERCHANT_ID'),
    apiKey: flags.apiKey ?? read('PSC_API_KEY'),
    apiSecret: read('PSC_API_SECRET'),
    baseUrl,
    environment:
      baseUrl === undefined
        ? (flags.environment ?? toEnvironment(read('PSC_ENVIRONMENT')))
        : undefined,
    callbackUrl:
      flags.callbackUrl ??
      read('PSC_CALLBACK_URL') ??
      toCallback(read('PUBLIC_URL'), flags.webhookPath),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL'),
    local: flags.local,
    timeoutMs: flags.timeout,
  }
}

function readEnvFile(path: string): Variables {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new TypeError(`--env-file ${path} cannot be read`, { cause })
  }
}

function toEnvironment(name: string | undefined): DoctorOptions['environment'] {
  if (name === undefined || name === 'production' || name === 'sandbox') return name
  throw new TypeError('PSC_ENVIRONMENT must be production or sandbox')
}

function toCallback(publicUrl: string | undefined, path: string): string | undefined {
  if (publicUrl === undefined) return undefined
  // What is no URL is for the check of the webhook URL to report.
  return publicUrl.replace(/\/+$/, '') + path
}
