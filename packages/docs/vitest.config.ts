// The tests of the built site: they need Chromium and what `docs:build` has made.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{test,browser}/**/*.{check,browser}.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
