/**
 * The command line: which runtimes, and whether core is broken on purpose.
 *
 * @module
 */
import { parseArgs } from 'node:util'

/** What was asked for. */
export interface Arguments<Named> {
  readonly chosen: readonly Named[]
  readonly broken: boolean
}

/**
 * Reads the command line. A word chooses every runtime whose name is the word, or begins with it and a dash; no word chooses all.
 *
 * @throws {Error} A word chooses nothing.
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
  const isChosen = ({ name }: Named): boolean =>
    positionals.length === 0 || positionals.some((word) => isNamed(name, word))
  return { chosen: all.filter(isChosen), broken: values.broken }
}
