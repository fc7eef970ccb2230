/**
 * Which reports of one order are events of their own, and which are duplicates, whatever the order in which they arrive.
 *
 * @module
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventFromOrder } from '../src/payment/parse-event.ts'
import { createTestReceiver, PAYMENT } from './support/webhook-fixtures.ts'

const ID = PAYMENT.merchantOrderId
const usdt = (value: string) => ({ value, currency: 'USDT' })

/** A report: a webhook with its fields, or a query that names only some of them. */
interface Report {
  readonly by: 'webhook' | 'query'
  readonly paymentOrderId: string | undefined
  readonly cryptoPaidAmount: { readonly value: string; readonly currency: string } | undefined
}

const webhook = (paid: string, paymentOrderId = 'PAY_1'): Report => ({
  by: 'webhook',
  paymentOrderId,
  cryptoPaidAmount: usdt(paid),
})
const query = (paid?: string, paymentOrderId?: string): Report => ({
  by: 'query',
  paymentOrderId,
  cryptoPaidAmount: paid === undefined ? undefined : usdt(paid),
})

/** What was paid, as each call of the handler heard it. */
async function deliverAll(reports: readonly Report[]): Promise<readonly unknown[]> {
  const { receiver, send, handled } = createTestReceiver({ acknowledge: 'after-handler' })
  for (const { by, ...fields } of reports) {
    const data = { ...PAYMENT, ...fields }
    if (by === 'query') await receiver.deliver(eventFromOrder(ID, data), 'a context')
    else expect(await send(data)).toMatchObject({ status: 200 })
  }
  return handled.map(({ data }) => [
    data['paymentOrderId'],
    (data['cryptoPaidAmount'] as { value: string } | undefined)?.value,
  ])
}

describe('an order that has succeeded', () => {
  it('underpaid and then paid in full is two events', async () => {
    expect(await deliverAll([webhook('1.00'), webhook('4.50'), webhook('1.00')])).toEqual([
      ['PAY_1', '1.00'],
      ['PAY_1', '4.50'],
    ])
  })

  it('paid twice with the same sum is two events: one of them has to be refunded', async () => {
    expect(await deliverAll([webhook('4.50', 'PAY_1'), webhook('4.50', 'PAY_2')])).toHaveLength(2)
  })

  it.each([
    ['names the same', query('4.5', 'PAY_1')],
    ['does not name the payment', query('4.50')],
    ['does not name the money', query(undefined, 'PAY_1')],
    ['names the status alone', query()],
  ])('is one event when a query after the webhook %s', async (_, poorer) => {
    expect(await deliverAll([webhook('4.50'), poorer, webhook('4.50')])).toHaveLength(1)
  })

  it('is another event when the webhook names the money that a query before it did not', async () => {
    expect(await deliverAll([query(), webhook('4.50'), query()])).toEqual([
      [undefined, undefined],
      ['PAY_1', '4.50'],
    ])
  })

  it('is handed over whole, whatever arrives first and how often', async () => {
    const report = fc.record({
      by: fc.constantFrom('webhook' as const, 'query' as const),
      paymentOrderId: fc.constantFrom('PAY_1', 'PAY_2', undefined),
      cryptoPaidAmount: fc.constantFrom(usdt('1'), usdt('4.5'), usdt('4.50'), undefined),
    })
    // A webhook always names its payment.
    const possible = report.filter(({ by, paymentOrderId }) => by === 'query' || !!paymentOrderId)
    await fc.assert(
      fc.asyncProperty(fc.array(possible, { maxLength: 8 }), async (reports) => {
        const handled = await deliverAll(reports)
        const facts = (list: readonly unknown[]) => new Set(list.map((one) => JSON.stringify(one)))
        const told = reports.map(({ paymentOrderId, cryptoPaidAmount }) => [
          paymentOrderId,
          cryptoPaidAmount && Number(cryptoPaidAmount.value),
        ])
        const heard = handled.map((one) => {
          const [payment, paid] = one as [unknown, string | undefined]
          return [payment, paid && Number(paid)]
        })
        // Each fact that was told in full was heard, and nothing was heard twice.
        const full = told.filter(([payment, paid]) => payment !== undefined && paid !== undefined)
        for (const fact of facts(full)) expect(facts(heard)).toContain(fact)
        expect(heard).toHaveLength(facts(heard).size)
      }),
      { numRuns: 200 },
    )
  })
})
