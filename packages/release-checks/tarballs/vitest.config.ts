// The packed packages as somebody who installs them meets them. It installs from the registry, so it is not among the tests.
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
