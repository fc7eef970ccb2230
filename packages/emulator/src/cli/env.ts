/**
 * The variables by which the examples find an emulator, as a shell or an env file reads them.
 * Starts nothing.
 *
 * @module
 */

/** What a shop has to know of an emulator. */
export interface EnvValues {
  readonly url: string
  readonly merchantId: string
  readonly apiKey: string
  readonly apiSecret: string
}

/** The variables and their values. */
export function toVariables({
  url,
  merchantId,
  apiKey,
  apiSecret,
}: EnvValues): Record<string, string> {
  return {
    PSC_BASE_URL: url,
    PSC_MERCHANT_ID: merchantId,
    PSC_API_KEY: apiKey,
    PSC_API_SECRET: apiSecret,
  }
}

/** Lines that a shell can source. */
export function toExports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quote(value)}`)
    .join('\n')
}

function quote(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
}
