// The examples that need more than Node: `test:runtimes` runs them, `test` does not.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['examples/*/test/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
})
