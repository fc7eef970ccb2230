// The code in documents and doc comments, compiled against the built packages.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.check.ts'],
    reporters: ['../src/tally-reporter.ts'],
    testTimeout: 120_000,
  },
})
