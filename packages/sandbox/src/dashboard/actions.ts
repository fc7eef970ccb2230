/**
 * What the dashboard's buttons and scripts do, over HTTP: advance, reset, resend, faults, late payments.
 * Takes JSON or a form, answers with JSON or a redirect back. Knows no HTML.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { SandboxEnv } from '../api/routes.ts'
import type { Outcome } from '../codes.ts'
import { messageOf } from '../codes.ts'
import { parseFaultRule } from '../faults/parse-faults.ts'
import type { Life } from '../life.ts'
import type { Order } from '../model.ts'
import { parseJsonObject } from '../request-fields.ts'

/** What the buttons stand on. */
export interface ActionParts {
  readonly life: () => Life
  readonly reset: () => void
}

type Fields = Readonly<Record<string, unknown>>
type Act = (fields: Fields, param: (name: string) => string) => unknown

const MS_PER_MINUTE = 60_000

/** Creates the buttons as a Hono app. */
export function createActions({ life, reset }: ActionParts): Hono<SandboxEnv> {
  const actions = new Hono<SandboxEnv>()
  const on = (path: string, act: Act): void => {
    actions.post(path, (c) => perform(c, act))
  }
  on('/sandbox/advance', async ({ ms, minutes }) => {
    const byMs = typeof minutes === 'number' ? minutes * MS_PER_MINUTE : ms
    if (typeof byMs !== 'number') throw new TypeError('ms or minutes is missing')
    await life().clock.advance(byMs)
  })
  on('/sandbox/reset', reset)
  on('/sandbox/faults', (fields) => ({ faultId: life().faults.add(parseFaultRule(fields)) }))
  on('/sandbox/faults/:id/remove', (_fields, param) => found(life().faults.remove(param('id'))))
  on('/sandbox/deliveries/:id/resend', async (_fields, param) =>
    found(await life().news.resend(param('id'))),
  )
  on('/sandbox/orders/:token/pay-late', (_fields, param) =>
    change(life().ledger.findByToken(param('token')), (order) =>
      life().payments.pay(order, { late: true }),
    ),
  )
  on('/sandbox/orders/:token/close', (_fields, param) =>
    change(life().ledger.findByToken(param('token')), life().payments.close),
  )
  return actions
}

async function perform(c: Context<SandboxEnv>, act: Act): Promise<Response> {
  const isForm = !/^application\/json\b/i.test(c.req.header('content-type') ?? '')
  try {
    const fields = isForm ? readForm(await c.req.parseBody()) : await readJson(c)
    const result = await act(fields, (name) => c.req.param(name) ?? '')
    return isForm ? c.redirect('/', 303) : c.json(result ?? {})
  } catch (error) {
    if (error instanceof TypeError) return c.json({ error: error.message }, 400)
    throw error
  }
}

async function readJson(c: Context): Promise<Fields> {
  const text = await c.req.text()
  if (text === '') return {}
  const json = parseJsonObject(text)
  if (json === undefined) throw new TypeError('the body is not a JSON object')
  return json
}

// A form knows texts only: what looks like a number is one, and what was left empty was not meant.
function readForm(form: Fields): Fields {
  const filled = Object.entries(form).filter(([, value]) => value !== '')
  return Object.fromEntries(
    filled.map(([name, value]) => [name, /^\d+$/.test(String(value)) ? Number(value) : value]),
  )
}

function found(isFound: boolean): void {
  if (!isFound) throw new TypeError('there is no such thing (any more)')
}

function change(order: Order | undefined, press: (order: Order) => Outcome<Order>): void {
  if (order === undefined) throw new TypeError('there is no such order (any more)')
  const outcome = press(order)
  if (!outcome.ok) throw new TypeError(`${messageOf(outcome.code)} (${outcome.code})`)
}
