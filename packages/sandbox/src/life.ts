/**
 * One life of the sandbox, from a reset to the next: every part, put together.
 * Knows every part, and no rule of any.
 *
 * @module
 */
import { Hono } from 'hono'
import type { CallLog } from './activity.ts'
import { createCallLog } from './activity.ts'
import { createEndpoints } from './api/endpoints.ts'
import { createApi } from './api/routes.ts'
import { createCheckout } from './checkout/routes.ts'
import type { Clock } from './clock.ts'
import { createClock } from './clock.ts'
import { createLedger } from './ledger.ts'
import type { SandboxSettings } from './options.ts'
import { createPayments } from './payments.ts'
import { createIdSource } from './random.ts'
import { createRefunds } from './refunds.ts'
import { plainDispatch } from './webhooks/dispatch.ts'
import type { News } from './webhooks/news.ts'
import { createNews } from './webhooks/news.ts'

/** One life of the sandbox. */
export interface Life {
  readonly app: Hono
  readonly clock: Clock
  readonly news: News
  readonly calls: CallLog
  readonly end: () => void
}

/** Puts the parts together. */
export function beginLife(settings: SandboxSettings, changed: () => void): Life {
  const { merchants, maxBodyBytes, publicUrl, confirmationMs, refundMs } = settings
  const makeId = createIdSource(settings.seed)
  const clock = createClock(settings)
  const calls = createCallLog(settings.maxRecords, changed)
  const dispatch = (message: Parameters<typeof plainDispatch>[0]) => [plainDispatch(message)]
  const news = createNews({ settings, clock, makeId, dispatch, changed })
  const ledger = createLedger(settings.maxOrders, ({ merchant, merchantOrderId }) =>
    news.log.isBusy(merchant, merchantOrderId),
  )
  const payments = createPayments({
    ledger,
    clock,
    makeId,
    changed,
    confirmationMs,
    isUnderpaidByFault: () => false,
    announce: news.announceOrder,
  })
  const refunds = createRefunds({
    ledger,
    clock,
    changed,
    refundMs,
    endOf: () => 'SUCCEEDED',
    announce: news.announceRefund,
  })
  const endpoints = createEndpoints({ ledger, payments, refunds, makeId })
  const app = new Hono()
  app.route('/', createApi({ merchants, endpoints, clock, calls, maxBodyBytes, publicUrl }))
  app.route('/', createCheckout({ ledger, payments, clock, makeId }))
  const end = (): void => {
    clock.stop()
    news.end()
  }
  return { app, clock, news, calls, end }
}
