/**
 * The demo's arguments and their help text. Starts nothing.
 *
 * @module
 */
import { parseArgs } from 'node:util'

/** The arguments. */
export interface DemoArguments {
  readonly auto: boolean
  readonly help: boolean
  readonly shopPort: number
  readonly emulatorPort: number
  readonly timeLimitMs: number
}

/** The help text. */
export const HELP = `pnpm demo [options]

  --auto                buy, pay and refund without a person, then stop; 0 when all went well, else 1
  --shop-port <n>       where the shop listens, else the next free port (3000)
  --emulator-port <n>    where the emulator listens, else the next free port (4010)
  --time-limit-ms <n>   how long --auto may take (60000)
  --help                show this`

/**
 * Reads the arguments.
 *
 * @throws {Error} Names the argument that is not known or not a number.
 */
export function readArguments(argv: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    // Package managers pass on the `--` that separates their own options.
    args: argv.filter((argument) => argument !== '--'),
    options: {
      auto: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'shop-port': { type: 'string', default: '3000' },
      'emulator-port': { type: 'string', default: '4010' },
      'time-limit-ms': { type: 'string', default: '60000' },
    },
  })
  return {
    auto: values.auto,
    help: values.help,
    shopPort: toNumber('--shop-port', values['shop-port'], 65_535),
    emulatorPort: toNumber('--emulator-port', values['emulator-port'], 65_535),
    timeLimitMs: toNumber('--time-limit-ms', values['time-limit-ms'], 3_600_000),
  }
}

function toNumber(name: string, text: string, max: number): number {
  const number = Number(text)
  if (/^[0-9]+$/.test(text) && number <= max) return number
  throw new Error(`${name} must be a whole number from 0 to ${max}`)
}
