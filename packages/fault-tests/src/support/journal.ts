/**
 * A file of JSON lines that only grows, and that survives the death of its writer at any moment.
 * Knows nothing of what is written.
 *
 * @module
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** A journal being written. */
export interface Journal<Entry> {
  /** Returns once the entry is in the file; with `durable`, once it is on the disk. */
  readonly append: (entry: Entry) => void
  readonly close: () => void
}

/** Opens a journal for writing. A line that a dead writer left half-written is cut off from what follows. */
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

/** The whole entries of a journal; none when there is no file yet. `isEntry` drops what was torn. */
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
    // An empty line, or one that its writer did not live to finish.
    return undefined
  }
}
