/**
 * One life of the sandbox, from a reset to the next: every part, put together.
 * Knows every part, and no rule of any.
 *
 * @module
 */
import { Hono } from 'hono'
import type { CallLog, Watchers } from './activity.ts'
import { createCallLog } from './activity.ts'
import { createEndpoints } from './api/endpoints.ts'
import type { SandboxEnv } from './api/routes.ts'
import { createApi } from './api/routes.ts'
import { createCheckout } from './checkout/routes.ts'
import type { Clock } from './clock.ts'
import { createClock } from './clock.ts'
import type { FaultBox } from './faults/fault-list.ts'
import { createFaultBox } from './faults/fault-list.ts'
import { endOfRefund, isUnderpaid } from './faults/money-fault.ts'
import { senselessFor, shapeWebhook } from './faults/shape-webhook.ts'
import type { Ledger } from './ledger.ts'
import { createLedger } from './ledger.ts'
import type { SandboxSettings } from './options.ts'
import type { Payments } from './payments.ts'
import { createPayments } from './payments.ts'
import type { MakeId } from './random.ts'
import { createIdSource, createRandom } from './random.ts'
import { createRefunds } from './refunds.ts'
import type { Dispatch, Message } from './webhooks/dispatch.ts'
import type { News } from './webhooks/news.ts'
import { createNews } from './webhooks/news.ts'

/** One life of the sandbox. */
export interface Life {
  readonly app: Hono<SandboxEnv>
  readonly clock: Clock
  readonly news: News
  readonly calls: CallLog
  readonly faults: FaultBox
  readonly ledger: Ledger
  readonly payments: Payments
  readonly end: () => void
}

/** Puts the parts together. */
export function beginLife(settings: SandboxSettings, { changed }: Watchers): Life {
  const makeId = createIdSource(settings.seed)
  const clock = createClock(settings)
  const calls = createCallLog(settings.maxRecords, changed)
  const faults = createFaults(settings, changed)
  const dispatch = (message: Message): readonly Dispatch[] => dispatchMessage(message, faults)
  const news = createNews({ settings, clock, makeId, dispatch, changed })
  const books = openBooks({ settings, clock, makeId, faults, news, changed })
  const app = new Hono<SandboxEnv>()
  app.route('/', createApi({ ...settings, ...books, clock, calls, faults }))
  app.route('/', createCheckout({ ...books, clock, makeId }))
  const end = (): void => {
    clock.stop()
    news.end()
  }
  return { ...books, app, clock, news, calls, faults, end }
}

function createFaults(settings: SandboxSettings, changed: () => void): FaultBox {
  const random = createRandom(`faults ${settings.seed}`)
  return createFaultBox({ rules: settings.faults, rates: settings.faultRates, random, changed })
}

function dispatchMessage(message: Message, faults: FaultBox): readonly Dispatch[] {
  const { kind, status, subject } = message
  const except = senselessFor(message)
  const taken = faults.takeAll({ place: 'webhook', on: kind, status, id: subject, except })
  return shapeWebhook(message, taken)
}

interface BookParts {
  readonly settings: SandboxSettings
  readonly clock: Clock
  readonly makeId: MakeId
  readonly faults: FaultBox
  readonly news: News
  readonly changed: () => void
}

function openBooks({ settings, clock, makeId, faults, news, changed }: BookParts) {
  const { confirmationMs, refundMs, maxOrders } = settings
  const ledger = createLedger(maxOrders, ({ merchant, merchantOrderId }) =>
    news.log.isBusy(merchant, merchantOrderId),
  )
  const shared = { ledger, clock, makeId, changed }
  const payments = createPayments({
    ...shared,
    confirmationMs,
    isUnderpaidByFault: (order) => isUnderpaid(faults, order),
    announce: news.announceOrder,
  })
  const refunds = createRefunds({
    ...shared,
    refundMs,
    endOf: (refund) => endOfRefund(faults, refund),
    announce: news.announceRefund,
  })
  return { ledger, payments, endpoints: createEndpoints({ ledger, payments, refunds, makeId }) }
}
