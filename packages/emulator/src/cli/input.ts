/**
 * What the commands take: options that several share, and a body from a flag or from standard input.
 * Knows no command.
 *
 * @module
 */
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'

/** Options of every command that signs or verifies. */
export interface SigningFlags {
  readonly apiSecret: string
  readonly timestamp?: string | undefined
  readonly body?: string | undefined
  readonly json?: boolean | undefined
}

/** Adds the options that signing and verifying share. */
export function addSigningOptions(command: Command): Command {
  return command
    .option('--api-secret <secret>', 'API secret', EMULATOR_MERCHANT.apiSecret)
    .option('--body <text>', 'the exact body (default: standard input)')
    .option('--json', 'one line of JSON, for scripts')
}

/** The option for the schemes of webhooks. */
export function schemeOption(choices: readonly string[], preset: string): Option {
  return new Option('--scheme <scheme>', 'how webhooks are signed').choices(choices).default(preset)
}

/** Collects an option that may be given several times. */
export function addToList(text: string, list: readonly string[] = []): readonly string[] {
  return [...list, text]
}

/** A port from the command line. */
export function toPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

/** The body: the flag's text, or standard input when that is no terminal. */
export async function readBody(text: string | undefined): Promise<Uint8Array> {
  if (text !== undefined) return new TextEncoder().encode(text)
  if (process.stdin.isTTY) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return new Uint8Array(Buffer.concat(chunks))
}
