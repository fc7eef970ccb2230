/**
 * The command line: which runtimes, and whether core is broken on purpose.
 *
 * @module
 */
import { parseArgs } from 'node:util'

/** The parsed command line. */
export interface Arguments<Named> {
  readonly selected: readonly Named[]
  readonly broken: boolean
}

/**
 * Parses the command line. A word selects every runtime with that name, or whose name begins with it and a dash; no word selects all.
 *
 * @throws {Error} A word selects nothing.
 */
export function readArguments<Named extends { readonly name: string }>(
  args: readonly string[],
  all: readonly Named[],
): Arguments<Named> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { broken: { type: 'boolean', default: false } },
  })
  const isNamed = (name: string, word: string): boolean =>
    name === word || name.startsWith(`${word}-`)
  const unknown = positionals.find((word) => !all.some(({ name }) => isNamed(name, word)))
  if (unknown !== undefined) {
    const names = all.map(({ name }) => name).join(', ')
    throw new Error(`There is no runtime "${unknown}". There are: ${names}.`)
  }
  const isSelected = ({ name }: Named): boolean =>
    positionals.length === 0 || positionals.some((word) => isNamed(name, word))
  return { selected: all.filter(isSelected), broken: values.broken }
}
