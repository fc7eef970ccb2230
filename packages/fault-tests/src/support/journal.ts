/**
 * An append-only file of JSON lines that stays readable when its writer is killed at any moment.
 * Must not know what is written.
 *
 * @module
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** A journal that is open for writing. */
export interface Journal<Entry> {
  /** Returns once the entry is in the file; with `durable`, once it is on the disk. */
  readonly append: (entry: Entry) => void
  readonly close: () => void
}

/** Opens a journal for writing. A line that a killed writer left incomplete is ended first. */
export function openJournal<Entry>(
  path: string,
  options: { readonly durable: boolean },
): Journal<Entry> {
  const isTorn = existsSync(path) && !/(?:^|\n)$/.test(readFileSync(path, 'utf8'))
  const file = openSync(path, 'a')
  if (isTorn) writeSync(file, '\n')
  return {
    append: (entry) => {
      writeSync(file, `${JSON.stringify(entry)}\n`)
      if (options.durable) fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}

/** The complete entries of a journal; none if there is no file yet. `isEntry` drops incomplete lines. */
export function readJournal<Entry>(
  path: string,
  isEntry: (value: unknown) => value is Entry,
): readonly Entry[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').map(parseLine).filter(isEntry)
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // An empty line, or one that its killed writer left incomplete.
    return undefined
  }
}
