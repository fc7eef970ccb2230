// One run for the whole repository: every package's and example's tests, against built dependencies.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'everything',
          include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
        },
      },
      {
        // The contract once more without the runtime's own crypto, so that the two ways to a signature can't drift.
        extends: true,
        test: {
          name: 'by Web Crypto',
          include: ['packages/*/test/contract.test.ts'],
          setupFiles: ['packages/adapter-contract/src/web-crypto-only.ts'],
        },
      },
    ],
    // The contract measures what is held after a garbage collection.
    execArgv: ['--expose-gc'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    coverage: {
      provider: 'v8',
      include: ['packages/{core,hono,koa,fastify,express}/src/**/*.ts'],
      reporter: ['text'],
      // Money goes through these lines: none is left that no test has run.
      thresholds: { lines: 100, branches: 100 },
    },
  },
})
