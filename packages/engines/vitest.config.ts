// The contracts on servers of their own. They start servers, so `test` does not include them.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['suites/**/*.check.ts'],
    // Two files at once would measure each other's servers.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
