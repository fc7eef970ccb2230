/**
 * The run: each webhook to the receiver and to the oracle, and the smallest one on which they differ.
 * Must not print.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import { drawRecipe, makeCase } from './draw-case.ts'
import type { Recipe } from './draw-case.ts'
import { expectedVerdict } from './oracle.ts'
import { receiveCase } from './run-case.ts'
import type { CreateReceiver } from './run-case.ts'
import type { FuzzCase, Reason, Verdict } from './webhook-case.ts'

/** How a run is made. */
export interface FuzzOptions {
  readonly seed: number
  readonly count: number
  /** @default core's */
  readonly createReceiver?: CreateReceiver | undefined
}

/** What receiver and oracle make of a webhook. */
export interface Comparison {
  readonly recipe: Recipe
  readonly webhook: FuzzCase
  readonly expected: Verdict
  readonly actual: Verdict | string
}

/** What a run found. */
export interface FuzzResult {
  /** How many webhooks ended in each way, by the oracle. */
  readonly counts: ReadonlyMap<Reason, number>
  /** The first webhook on which receiver and oracle differ, made small. */
  readonly mismatch: Comparison | undefined
}

/** Runs until the first mismatch. */
export async function fuzz({ seed, count, createReceiver }: FuzzOptions): Promise<FuzzResult> {
  const counts = new Map<Reason, number>()
  for (let index = 0; index < count; index += 1) {
    const compared = await compare(drawRecipe(seed, index), createReceiver)
    const { reason } = compared.expected
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
    if (differs(compared)) return { counts, mismatch: await shrink(compared, createReceiver) }
  }
  return { counts, mismatch: undefined }
}

async function compare(
  recipe: Recipe,
  createReceiver: CreateReceiver | undefined,
): Promise<Comparison> {
  const webhook = makeCase(recipe)
  const actual = await receiveCase(webhook, createReceiver).catch(String)
  return { recipe, webhook, expected: expectedVerdict(webhook), actual }
}

function differs({ expected, actual }: Comparison): boolean {
  return !isDeepStrictEqual(actual, expected)
}

// Leaves out whatever is not needed for receiver and oracle to differ.
async function shrink(
  found: Comparison,
  createReceiver: CreateReceiver | undefined,
): Promise<Comparison> {
  const { recipe } = found
  const smaller: readonly Recipe[] = [
    ...(recipe.isCarriedOddly ? [{ ...recipe, isCarriedOddly: false }] : []),
    ...recipe.changes.map((_, index) => ({
      ...recipe,
      changes: recipe.changes.toSpliced(index, 1),
    })),
  ]
  for (const candidate of smaller) {
    const compared = await compare(candidate, createReceiver)
    if (differs(compared)) return shrink(compared, createReceiver)
  }
  return found
}
