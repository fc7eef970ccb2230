/**
 * The stores' contract in vitest: `describeStore`.
 *
 * @module
 */
import { describe, it } from 'vitest'
import { runStoreCase, storeCases, sweptStoreCases } from './index.ts'
import type { OpenStore } from './index.ts'

/** Declares a test for every case of the contract. */
export function describeStore(
  name: string,
  open: OpenStore,
  { hasSweep }: { readonly hasSweep: boolean },
): void {
  for (const [topic, cases] of Object.entries(hasSweep ? sweptStoreCases : storeCases)) {
    describe(`${name}: ${topic}`, () => {
      for (const storeCase of cases) it(storeCase.title, () => runStoreCase(storeCase, open))
    })
  }
}
