// The packed packages as a user installs them. They install from the registry, so `test` does not include them.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.check.ts'],
    globalSetup: ['./setup.ts'],
    reporters: ['../src/tally-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
