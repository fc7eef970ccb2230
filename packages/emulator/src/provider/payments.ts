/**
 * The life cycle of orders: created, paid, confirmed, failed, closed, expired.
 * Knows when a webhook is due; must not know how one is signed or delivered.
 *
 * @module
 */
import type { Amount } from '@paystablecoin/core'
import { isFinalStatus } from '@paystablecoin/core'
import type { EmulatorClock } from '../shared/clock.ts'
import type { Outcome } from './codes.ts'
import { reject, succeed } from './codes.ts'
import { compareDecimals, isDecimal } from '../shared/decimal.ts'
import type { Store } from './store.ts'
import type { Merchant, Order } from './model.ts'
import type { OrderRequest } from './order-request.ts'
import {
  addPayment,
  cancelOrder,
  closeOrder,
  confirmPayment,
  expireOrder,
  failPayment,
  isCovered,
  unpayableCode,
  withChange,
  remainingOf,
  reopenForLatePayment,
  tooLittleFor,
} from './order-states.ts'
import { offeredMethods } from './payment-methods.ts'
import type { MakeId } from '../shared/random.ts'

export interface PaymentsDeps {
  readonly store: Store
  readonly clock: EmulatorClock
  readonly makeId: MakeId
  /** How long the chain takes to confirm. */
  readonly confirmationMs: number
  /** Whether a fault confirms the current payment although it is too small. */
  readonly isUnderpaidByFault: (order: Order) => boolean
  /** Notifies the merchant. */
  readonly notify: (order: Order) => void
  readonly onChange: () => void
}

/** How a customer pays. */
export interface PayParams {
  /** One of the values in `payment-methods.ts`. @default the first that the merchant allows */
  readonly method?: string | undefined
  /** How much, as a decimal string in the order's cryptocurrency. @default what remains to be paid */
  readonly amount?: string | undefined
  /** Pays although the order is closed, as a late transfer on chain does. @default false */
  readonly late?: boolean | undefined
}

/** The life cycle of orders. */
export interface Payments {
  readonly create: (merchant: Merchant, request: OrderRequest, origin: string) => Outcome<Order>
  readonly pay: (order: Order, params?: PayParams) => Outcome<Order>
  readonly fail: (order: Order) => Outcome<Order>
  readonly cancel: (order: Order) => Outcome<Order>
  readonly close: (order: Order) => Outcome<Order>
  readonly expire: (order: Order) => Outcome<Order>
}

export function createPayments(deps: PaymentsDeps): Payments {
  const { store, clock, makeId, confirmationMs, isUnderpaidByFault, notify, onChange } = deps
  const expiries = new Map<string, () => void>()

  const put = (changed: Order): Order => {
    const order = withChange(changed, clock.now())
    store.putOrder(order)
    if (isFinalStatus(order.status)) {
      expiries.get(order.token)?.()
      expiries.delete(order.token)
    }
    onChange()
    return order
  }

  const putWhenOk = (outcome: Outcome<Order>): Outcome<Order> => {
    return outcome.ok ? succeed(put(outcome.value)) : outcome
  }

  const expire = (token: string): void => {
    const order = store.findByToken(token)
    if (order !== undefined) putWhenOk(expireOrder(order))
  }

  const confirm = (token: string): void => {
    const order = store.findByToken(token)
    if (order?.status === 'PROCESSING') notify(put(confirmPayment(order)))
  }

  const create: Payments['create'] = (merchant, request, origin) => {
    if (store.findOrder(merchant, request.merchantOrderId) !== undefined) return reject('20001')
    if (!store.makeRoom()) return reject('20904')
    const order = put(newOrder({ merchant, request, origin, clock, makeId }))
    const { token, closesMs } = order
    expiries.set(
      token,
      clock.plan(closesMs - clock.now(), () => expire(token)),
    )
    return succeed(order)
  }

  const pay: Payments['pay'] = (current, params = {}) => {
    const order = params.late === true ? reopenForLatePayment(current) : current
    const method = chooseMethod(order, params.method)
    if (!method.ok) return method
    // Asked last, so that a rejected payment uses up no fault.
    const isUnderpaid = isUnderpaidByFault(order)
    const amount = chooseAmount(order, params.amount, isUnderpaid)
    if (!amount.ok) return amount
    const paid = addPayment(order, {
      paymentOrderId: order.payment?.paymentOrderId ?? makeId('PAY', order.token),
      paid: amount.value,
      method: method.value,
      paidMs: clock.realNow(),
    })
    if (!paid.ok) return paid
    const taken = put(paid.value)
    notify(taken)
    if (isCovered(taken) || isUnderpaid) {
      clock.plan(confirmationMs, () => confirm(order.token))
    }
    return succeed(taken)
  }

  return {
    create,
    pay,
    fail: (order) => putWhenOk(failPayment(order)),
    cancel: (order) => putWhenOk(cancelOrder(order)),
    close: (order) => putWhenOk(closeOrder(order)),
    expire: (order) => putWhenOk(expireOrder(order)),
  }
}

function chooseMethod(order: Order, method: string | undefined): Outcome<string> {
  const code = unpayableCode(order)
  if (code !== undefined) return reject(code)
  const offered = offeredMethods(order.methods)
  const chosen = offered.find(({ value }) => value === (method ?? offered[0]?.value))
  return chosen === undefined ? reject('10010') : succeed(chosen.value)
}

function chooseAmount(
  order: Order,
  amount: string | undefined,
  isUnderpaid: boolean,
): Outcome<Amount> {
  const remaining = remainingOf(order)
  const preset = isUnderpaid ? tooLittleFor(order) : remaining.value
  const value = amount ?? preset
  const isPayable = isDecimal(value) && compareDecimals(value, '0') > 0
  return isPayable ? succeed({ ...remaining, value }) : reject('20009')
}

interface NewOrder {
  readonly merchant: Merchant
  readonly request: OrderRequest
  readonly origin: string
  readonly clock: EmulatorClock
  readonly makeId: MakeId
}

function newOrder({ merchant, request, origin, clock, makeId }: NewOrder): Order {
  const names = [merchant.merchantId, request.merchantOrderId]
  const token = makeId('', 'checkout', ...names)
  const createdMs = clock.realNow()
  return {
    ...request,
    token,
    merchant,
    acquiringOrderId: makeId('ACQ', ...names),
    status: 'INIT',
    due: { value: request.orderAmount.value, currency: 'USDT' },
    createdMs,
    closesMs: clock.now() + request.expiresMs - createdMs,
    checkoutUrl: `${origin}/checkout/${token}`,
    changes: [],
  }
}
