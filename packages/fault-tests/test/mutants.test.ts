/**
 * The broken rules still name lines of core.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MUTANTS } from '../src/mutants/mutants.ts'

const CORE = join(import.meta.dirname, '../../core/src')

describe('the mutant', () => {
  it.each(MUTANTS)('"$name" changes one text of $file', ({ file, from, to }) => {
    const source = readFileSync(join(CORE, file), 'utf8')
    expect(source.split(from)).toHaveLength(2)
    expect(to).not.toBe(from)
  })
})
