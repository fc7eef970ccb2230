import { afterAll, describe, expect, it } from 'vitest'
import { MODES } from '../../src/drill/mode.ts'
import { runDrill } from '../../src/drill/run-drill.ts'
import type { DrillResult } from '../../src/drill/run-drill.ts'
import { toTable } from '../../src/drill/table.ts'

const isQuick = process.env['ENGINES_QUICK'] === '1'
const seed = Number(process.env['ENGINES_SEED'] ?? Date.now() % 1_000_000)
const webhooks = isQuick ? 200 : 2000
const kills = isQuick ? 5 : 20
const limitMs = isQuick ? 180_000 : 900_000
const rows: { readonly title: string; readonly part: string; readonly result: DrillResult }[] = []

describe(`the drill, seed ${seed}`, () => {
  const parts = [
    { part: 'processes', engineKills: 0 },
    { part: 'processes and engine', engineKills: isQuick ? 1 : 5 },
  ]
  const drills = MODES.flatMap((mode) =>
    parts
      .filter(({ engineKills }) => engineKills === 0 || mode.engine !== 'none')
      .map((part) => ({ mode, title: mode.title, ...part })),
  )

  afterAll(() => {
    process.stdout.write(`\n${toTable(rows, { webhooks, kills, seed })}\n`)
  })

  it.each(drills)(
    '$title keeps what it promises while $part are killed',
    { timeout: limitMs },
    async ({ mode, part, engineKills }) => {
      const result = await runDrill(mode, { webhooks, kills, engineKills, seed })
      rows.push({ title: mode.title, part, result })
      if (mode.promises.nothingLost) expect(result.lost).toBe(0)
      if (mode.promises.nothingDoubled) expect(result.doubled).toBe(0)
    },
  )
})
