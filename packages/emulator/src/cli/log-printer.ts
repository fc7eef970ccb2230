/**
 * Prints the log as it grows: a line for each entry, repeated polls folded into one, or JSON for scripts.
 * Knows no emulator.
 *
 * @module
 */
import { stripVTControlCharacters } from 'node:util'
import type { ActivityEntry } from '../activity/entry.ts'
import { toLine } from './log-line.ts'

const MAX_POLLED = 1000
const UP_AND_CLEAR = '\u001B[1A\u001B[2K'

/** Where lines go: standard output. */
export interface LogOutput {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly write: (text: string) => unknown
}

/** A function that prints each entry that it is given. */
export function createLogPrinter(
  output: LogOutput,
  asJson: boolean,
): (entry: ActivityEntry) => void {
  const folds = createFold()
  return (entry) => {
    if (asJson) {
      output.write(`${JSON.stringify(entry)}\n`)
      return
    }
    const { count, isLast } = folds(entry)
    const line = toLine(entry, count)
    if (count === 1) output.write(`${line}\n`)
    else if (isLast && isRewritable(output, line)) output.write(`${UP_AND_CLEAR}${line}\n`)
  }
}

/** How often a poll was answered the same in a row, and whether its line was the last that was printed. */
interface Fold {
  readonly count: number
  readonly isLast: boolean
}

function createFold(): (entry: ActivityEntry) => Fold {
  const polls = new Map<string, { readonly answer: string; count: number }>()
  let lastPolled: string | undefined
  return (entry) => {
    const { what, id = '', status, verdict, ok } = entry
    const isPoll = ok && what.startsWith('query ')
    const answer = `${what} ${status} ${verdict}`
    const before = polls.get(id)
    if (isPoll && before?.answer === answer) {
      before.count += 1
      return { count: before.count, isLast: lastPolled === id }
    }
    polls.delete(id)
    if (isPoll) polls.set(id, { answer, count: 1 })
    for (const oldest of polls.keys()) {
      if (polls.size > MAX_POLLED) polls.delete(oldest)
    }
    lastPolled = isPoll ? id : undefined
    return { count: 1, isLast: false }
  }
}

// A line that wraps can't be taken back.
function isRewritable({ isTTY = false, columns = 80 }: LogOutput, line: string): boolean {
  return isTTY && stripVTControlCharacters(line).length < columns
}
