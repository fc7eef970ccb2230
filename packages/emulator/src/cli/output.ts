/**
 * What the command prints: lines for a human reader, or one JSON object for a script. Colours only on a terminal.
 * Knows no command.
 *
 * @module
 */
import { styleText } from 'node:util'

/** The fields of a result, in the order in which they are printed. */
export type Result = Readonly<Record<string, unknown>>

/** Prints a result. */
export function printResult(result: Result, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(result))
    return
  }
  for (const [name, value] of Object.entries(result)) {
    if (value === undefined) continue
    console.log(
      `${paint('dim', `${name}:`)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
  }
}

/** Prints a headline for a human reader; with `--json` nothing. */
export function printHeadline(text: string, isGood: boolean, asJson: boolean): void {
  if (!asJson) console.log(paint(isGood ? 'green' : 'red', text))
}

type Style = 'bold' | 'cyan' | 'dim' | 'green' | 'magenta' | 'red'

/** A text in a colour, on a terminal that wants any. */
export function paint(style: Style, text: string): string {
  const isWanted = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  return isWanted ? styleText(style, text) : text
}
