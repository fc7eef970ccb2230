/**
 * The state of an emulator from one reset to the next: every part, put together.
 * Knows every part, and no rule of any.
 *
 * @module
 */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { createCheckoutEndpoints } from '../api/checkout-endpoints.ts'
import { createEndpoints } from '../api/endpoints.ts'
import type { EmulatorEnv } from '../api/routes.ts'
import { createApi } from '../api/routes.ts'
import type { CallLog } from '../api/call-log.ts'
import { createCallLog } from '../api/call-log.ts'
import { createCheckout } from '../checkout/routes.ts'
import type { EmulatorClock } from '../shared/clock.ts'
import { createClock } from '../shared/clock.ts'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import { createFaultRegistry } from '../faults/fault-registry.ts'
import { isUnderpaid, refundResult } from '../faults/money-fault.ts'
import { inapplicableTo, shapeWebhook } from '../faults/shape-webhook.ts'
import type { EmulatorSettings } from './settings.ts'
import type { Payments } from '../provider/payments.ts'
import { createPayments } from '../provider/payments.ts'
import { createIdSource, createRandom } from '../shared/random.ts'
import { createRefunds } from '../provider/refunds.ts'
import type { Store } from '../provider/store.ts'
import { createStore } from '../provider/store.ts'
import type { DeliveryPlan, Notification } from '../webhooks/delivery-plan.ts'
import type { Notifier } from '../webhooks/notifier.ts'
import { createNotifier } from '../webhooks/notifier.ts'

/** The state of an emulator. */
export interface EmulatorState {
  /** The API and the checkout page. */
  readonly app: Hono<EmulatorEnv>
  readonly clock: EmulatorClock
  readonly notifier: Notifier
  readonly calls: CallLog
  readonly faults: FaultRegistry
  readonly store: Store
  readonly payments: Payments
  readonly end: () => void
}

/** Puts the parts together. */
export function createState(settings: EmulatorSettings, onChange: () => void): EmulatorState {
  const makeId = createIdSource(settings.seed)
  const clock = createClock(settings.clock, onChange)
  const calls = createCallLog(settings.maxRecords, onChange)
  const faults = createFaults(settings, onChange)
  const planDeliveries = (notification: Notification): readonly DeliveryPlan[] =>
    planWithFaults(notification, faults)
  const notifier = createNotifier({ ...settings, clock, makeId, planDeliveries, onChange })
  const store = createStore(settings.maxOrders, ({ merchant, merchantOrderId }) =>
    notifier.log.isBusy(merchant, merchantOrderId),
  )
  const shared = { ...settings, store, clock, makeId, onChange }
  const payments = createPayments({
    ...shared,
    isUnderpaidByFault: (order) => isUnderpaid(faults, order),
    notify: notifier.notifyOrder,
  })
  const refunds = createRefunds({
    ...shared,
    resultOf: (refund) => refundResult(faults, refund),
    notify: notifier.notifyRefund,
  })
  const endpoints = createEndpoints({ ...shared, payments, refunds })
  const checkoutEndpoints = createCheckoutEndpoints(makeId)
  const app = new Hono<EmulatorEnv>()
  app.route('/', createApi({ ...settings, endpoints, checkoutEndpoints, clock, calls, faults }))
  app.route('/', createCheckout({ store, payments, clock, makeId }))
  // A wire fault in process is an error as `fetch` throws it: it must reach the caller.
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse()
    throw error
  })
  const end = (): void => {
    clock.stop()
    notifier.end()
  }
  return { app, clock, notifier, calls, faults, store, payments, end }
}

function createFaults(settings: EmulatorSettings, onChange: () => void): FaultRegistry {
  const random = createRandom(`faults ${settings.seed}`)
  return createFaultRegistry({
    rules: settings.faults,
    rates: settings.faultRates,
    random,
    onChange,
  })
}

function planWithFaults(
  notification: Notification,
  faults: FaultRegistry,
): readonly DeliveryPlan[] {
  const { kind, status, subject } = notification
  const except = inapplicableTo(notification)
  const happening = faults.nextAll({ place: 'webhook', on: kind, status, id: subject, except })
  return shapeWebhook(notification, happening)
}
