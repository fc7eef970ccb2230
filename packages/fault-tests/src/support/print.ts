/**
 * What a run prints: headings, tables, and a line for each thing that must hold.
 * Must not know what it prints.
 *
 * @module
 */

/** Writes a line. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Prints a table: each row is a name and its figures. */
export function printTable(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const texts = [heads, ...rows].map((row) => row.map(String))
  const widths = heads.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const text = row[column] ?? ''
        return column === 0 ? text.padEnd(width) : text.padStart(width)
      })
      .join('  ')
  const [head = [], ...body] = texts.map(line)
  print(
    ['', String(head), '-'.repeat(String(head).length), ...body]
      .map((text) => `  ${text}`)
      .join('\n'),
  )
}

/** Counts how often each value occurs, the most frequent first. */
export function countEach(values: Iterable<string>): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)
}

/** Counts what holds and what does not. */
export interface Checks {
  /** Passes when there are no offenders; otherwise prints a few of them. */
  readonly expectNone: (fact: string, offenders: readonly unknown[]) => void
  readonly expect: (fact: string, holds: boolean) => void
  readonly score: () => { readonly passed: number; readonly failed: number }
}

const SHOWN = 5

/** Creates the counters. */
export function createChecks(): Checks {
  let passed = 0
  let failed = 0
  const expect = (fact: string, holds: boolean): void => {
    if (holds) passed += 1
    else failed += 1
    print(`  ${holds ? 'ok    ' : 'not ok'} ${fact}`)
  }
  return {
    expect,
    expectNone: (fact, offenders) => {
      expect(fact, offenders.length === 0)
      for (const offender of offenders.slice(0, SHOWN))
        print(`         ${JSON.stringify(offender)}`)
      if (offenders.length > SHOWN) print(`         and ${offenders.length - SHOWN} more`)
    },
    score: () => ({ passed, failed }),
  }
}
