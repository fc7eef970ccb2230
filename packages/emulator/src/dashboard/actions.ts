/**
 * What the dashboard's buttons and scripts do, over HTTP: advance, reset, resend, faults, late payments.
 * Takes JSON or a form, responds with JSON or a redirect back. Knows no HTML.
 *
 * @module
 */
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Outcome } from '../provider/codes.ts'
import { messageOf } from '../provider/codes.ts'
import { parseFaultRule } from '../faults/parse-faults.ts'
import type { Order } from '../provider/model.ts'
import { parseJsonObject } from '../provider/request-fields.ts'
import type { EmulatorState } from '../state/state.ts'
import { isTypeError } from '../shared/thrown.ts'

export interface ActionDeps {
  readonly state: () => EmulatorState
  readonly reset: () => void
}

type Fields = Readonly<Record<string, unknown>>
type Action = (fields: Fields, param: (name: string) => string) => unknown

const MS_PER_MINUTE = 60_000

/** Creates the actions as a Hono app. */
export function createActions({ state, reset }: ActionDeps): Hono {
  const actions = new Hono()
  const on = (path: string, action: Action): void => {
    actions.post(path, (c) => perform(c, action))
  }
  on('/emulator/advance', async ({ ms, minutes }) => {
    const byMs = typeof minutes === 'number' ? minutes * MS_PER_MINUTE : ms
    if (typeof byMs !== 'number') throw new TypeError('ms or minutes is missing')
    await state().clock.advance(byMs)
  })
  on('/emulator/reset', reset)
  on('/emulator/faults', (fields) => ({ faultId: state().faults.add(parseFaultRule(fields)) }))
  on('/emulator/faults/:id/remove', (_fields, param) => {
    assertFound(state().faults.remove(param('id')), 'fault')
  })
  on('/emulator/deliveries/:id/resend', async (_fields, param) => {
    assertFound(await state().notifier.resend(param('id')), 'webhook')
  })
  on('/emulator/orders/:token/pay-late', (_fields, param) =>
    change(state().store.findByToken(param('token')), (order) =>
      state().payments.pay(order, { late: true }),
    ),
  )
  on('/emulator/orders/:token/close', (_fields, param) =>
    change(state().store.findByToken(param('token')), state().payments.close),
  )
  return actions
}

async function perform(c: Context, action: Action): Promise<Response> {
  const isForm = !/^application\/json\b/i.test(c.req.header('content-type') ?? '')
  try {
    const fields = isForm ? readForm(await c.req.parseBody()) : await readJson(c)
    const result = await action(fields, (name) => c.req.param(name) ?? '')
    return isForm ? c.redirect(pageBefore(c), 303) : c.json(result ?? {})
  } catch (error) {
    if (isTypeError(error)) return c.json({ error: error.message }, 400)
    throw error
  }
}

// The page that the button is on, its filter included. No other path is taken over: `//host` would lead elsewhere.
function pageBefore(c: Context): string {
  const referer = c.req.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return `${pathname.startsWith('/emulator/') ? pathname : '/'}${search}`
}

async function readJson(c: Context): Promise<Fields> {
  const text = await c.req.text()
  if (text === '') return {}
  const json = parseJsonObject(text)
  if (json === undefined) throw new TypeError('the body is not a JSON object')
  return json
}

// A form has texts only: what looks like a number is one, and an empty field was left out.
function readForm(form: Fields): Fields {
  const filled = Object.entries(form).filter(([, value]) => value !== '')
  return Object.fromEntries(
    filled.map(([name, value]) => [name, /^\d+$/.test(String(value)) ? Number(value) : value]),
  )
}

function assertFound(isFound: boolean, what: string): void {
  if (!isFound) throw new TypeError(`${what} not found`)
}

function change(order: Order | undefined, press: (order: Order) => Outcome<Order>): void {
  if (order === undefined) throw new TypeError('order not found')
  const outcome = press(order)
  if (!outcome.ok) throw new TypeError(`${messageOf(outcome.code)} (${outcome.code})`)
}
