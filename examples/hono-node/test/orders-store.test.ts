import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PaymentCheck, PendingItem } from '@paystablecoin/hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../src/database.ts'
import type { Database } from '../src/database.ts'
import { createOrdersStore, createOrdersTable } from '../src/orders-store.ts'
import type { NewOrder, NewRefund, OrdersStore } from '../src/orders-store.ts'
import { startPostgresServer } from './support/postgres-server.ts'

const SENT_AT = new Date('2026-11-23T11:30:20Z')

let count = 0
const newOrder = (): NewOrder => ({
  merchantOrderId: `shop-0000-0000-${++count}`,
  product: 'Tea',
  price: { value: '4.50', currency: 'USD' },
  expiresAt: new Date('2026-11-23T12:00:00Z'),
  lastSentAt: SENT_AT,
})

const payment = (status: string, paymentCheck: PaymentCheck = 'covered') => ({
  status,
  paymentCheck,
  acquiringOrderId: 'ACQ-1',
  checkoutUrl: null,
})

const refund = (refundId: string): NewRefund => ({ refundId, lastSentAt: SENT_AT })

const embedded = () => openDatabase({ memory: true })

async function onServer(): Promise<Database> {
  const server = await startPostgresServer()
  const database = await openDatabase({ url: server.url })
  return { ...database, close: () => database.close().then(server.close) }
}

describe.each([
  ['an embedded Postgres', embedded],
  ['a Postgres server', onServer],
])('the orders store in %s', (_name, open) => {
  let database: Database
  let orders: OrdersStore
  beforeAll(async () => {
    database = await open()
    await createOrdersTable(database)
    orders = createOrdersStore(database)
  })
  afterAll(() => database.close())

  async function addOrder(): Promise<string> {
    const order = newOrder()
    await orders.add(order)
    return order.merchantOrderId
  }

  it('keeps an order as it was added', async () => {
    const order = newOrder()
    await orders.add(order)
    const { lastSentAt: _, ...known } = order
    expect(await orders.find(order.merchantOrderId)).toEqual({
      ...known,
      status: 'REQUESTED',
      paymentCheck: null,
      handedOverAt: null,
      acquiringOrderId: null,
      checkoutUrl: null,
      refundId: null,
      refundStatus: null,
    })
    expect(await orders.find('shop-not-here-0000')).toBeUndefined()
  })

  it('rejects a second order of the same id', async () => {
    const order = newOrder()
    await orders.add(order)
    await expect(orders.add(order)).rejects.toThrow(/duplicate key/)
  })

  it('records the same event once', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED'))
    const paid = await orders.find(id)
    await orders.recordPayment(id, payment('SUCCEEDED'))
    expect(await orders.find(id)).toEqual(paid)
  })

  it('ends in the same state in whatever order events arrive', async () => {
    const statuses = ['INIT', 'PROCESSING', 'FAILED', 'CLOSED', 'SUCCEEDED']
    for (const rotation of statuses.keys()) {
      const id = await addOrder()
      const rotated = [...statuses.slice(rotation), ...statuses.slice(0, rotation)]
      for (const status of rotated) await orders.recordPayment(id, payment(status))
      for (const status of rotated.toReversed()) await orders.recordPayment(id, payment(status))
      expect(await orders.find(id)).toMatchObject({ status: 'SUCCEEDED', paymentCheck: 'covered' })
    }
  })

  it('does not go back to REQUESTED, and knows that an order exists once there is an event of it', async () => {
    const id = await addOrder()
    expect(await orders.recordCreated(id, 'http://127.0.0.1/checkout')).toBe(true)
    expect(await orders.find(id)).toMatchObject({ status: 'INIT' })
    expect(await orders.recordNotCreated(id)).toBe(false)
    await orders.recordPayment(id, payment('PROCESSING'))
    await orders.recordCreated(id, 'http://127.0.0.1/checkout')
    expect(await orders.find(id)).toMatchObject({ status: 'PROCESSING' })
  })

  it.each(['INIT', 'PROCESSING', 'SUCCEEDED'])(
    'records %s of an order that was thought not to be created',
    async (status) => {
      const id = await addOrder()
      expect(await orders.recordNotCreated(id)).toBe(true)
      await orders.recordPayment(id, payment(status))
      expect(await orders.find(id)).toMatchObject({ status })
    },
  )

  it('knows less, the same or more of the money with each event, in whatever order they arrive', async () => {
    for (const checks of [
      ['needs-review', 'underpaid', 'covered'],
      ['covered', 'underpaid', 'needs-review'],
      ['underpaid', 'needs-review', 'covered', 'underpaid'],
    ] as const) {
      const id = await addOrder()
      for (const check of checks) await orders.recordPayment(id, payment('PROCESSING', check))
      expect(await orders.find(id)).toMatchObject({ paymentCheck: 'covered', handedOverAt: null })
    }
  })

  it('keeps that too little arrived when an order is closed by an event that names no money', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('PROCESSING', 'needs-review'))
    expect(await orders.find(id)).toMatchObject({ paymentCheck: null })
    await orders.recordPayment(id, payment('PROCESSING', 'underpaid'))
    await orders.recordPayment(id, payment('CLOSED', 'needs-review'))
    expect(await orders.find(id)).toMatchObject({ status: 'CLOSED', paymentCheck: 'underpaid' })
  })

  it('believes of a payment that succeeded only what SUCCEEDED says', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('PROCESSING', 'covered'))
    await orders.recordPayment(id, payment('SUCCEEDED', 'needs-review'))
    await orders.recordPayment(id, payment('PROCESSING', 'covered'))
    expect(await orders.find(id)).toMatchObject({
      paymentCheck: 'needs-review',
      handedOverAt: null,
    })
  })

  it('learns the provider’s id and the payment page from an event of any time', async () => {
    const id = await addOrder()
    const poor = { acquiringOrderId: null, checkoutUrl: null }
    await orders.recordPayment(id, { ...payment('SUCCEEDED'), ...poor })
    const checkoutUrl = 'https://pay.example/checkout'
    await orders.recordPayment(id, { ...payment('PROCESSING'), checkoutUrl })
    await orders.recordPayment(id, { ...payment('SUCCEEDED'), ...poor })
    expect(await orders.find(id)).toMatchObject({
      status: 'SUCCEEDED',
      acquiringOrderId: 'ACQ-1',
      checkoutUrl,
    })
  })

  it('hands nothing over before the payment succeeded', async () => {
    const id = await addOrder()
    for (const status of ['PROCESSING', 'FAILED', 'CLOSED']) {
      await orders.recordPayment(id, payment(status))
      expect(await orders.find(id)).toMatchObject({ status, handedOverAt: null })
    }
  })

  it('hands over when the rest of an underpaid order arrives, and never takes it back', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED', 'underpaid'))
    expect((await orders.find(id))?.handedOverAt).toBeNull()
    await orders.recordPayment(id, payment('SUCCEEDED', 'covered'))
    const handedOver = await orders.find(id)
    expect(handedOver?.handedOverAt).toBeInstanceOf(Date)
    for (const check of ['underpaid', 'needs-review'] as const) {
      await orders.recordPayment(id, payment('SUCCEEDED', check))
      expect(await orders.find(id)).toEqual(handedOver)
    }
  })

  it('does not record a status that is not known', async () => {
    const id = await addOrder()
    const before = await orders.find(id)
    await orders.recordPayment(id, payment('DANCING'))
    expect(await orders.find(id)).toEqual(before)
  })

  it('keeps the provider’s id when later events leave it out', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('PROCESSING'))
    await orders.recordPayment(id, { ...payment('SUCCEEDED'), acquiringOrderId: null })
    expect((await orders.find(id))?.acquiringOrderId).toBe('ACQ-1')
  })

  it('gives the right to refund to one of many', async () => {
    const id = await addOrder()
    expect(await orders.startRefund(id, refund('refund-too-early'))).toBe(false)
    await orders.recordPayment(id, payment('SUCCEEDED'))
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((n) => orders.startRefund(id, refund(`${id}-${n}`))),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('gives the right to refund again only when there certainly is none', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED'))
    await orders.startRefund(id, refund(`${id}-first`))
    expect(await orders.recordRefundNotCreated(`${id}-first`)).toBe(true)
    expect(await orders.startRefund(id, refund(`${id}-second`))).toBe(true)
    await orders.recordRefund(`${id}-second`, 'PROCESSING')
    expect(await orders.recordRefundNotCreated(`${id}-second`)).toBe(false)
    expect(await orders.startRefund(id, refund(`${id}-third`))).toBe(false)
  })

  it('keeps the time of one refund’s proof from the next', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED'))
    await orders.startRefund(id, refund(`${id}-first`))
    await orders.recordRefundInDoubt(`${id}-first`, PROVABLE_AT)
    await orders.recordRefundNotCreated(`${id}-first`)
    await orders.startRefund(id, refund(`${id}-second`))
    expect(await listOpen(id)).toEqual([{ kind: 'refund', id: `${id}-second`, ...IN_DOUBT }])
  })

  it.each(['\u0000', '\uD800', '', 'x'.repeat(100_000)])(
    'has no order or refund under an id that can be none',
    async (id) => {
      expect(await orders.find(id)).toBeUndefined()
      expect(await orders.recordRefund(id, 'SUCCEEDED')).toBeUndefined()
    },
  )

  async function listOpen(merchantOrderId: string): Promise<PendingItem[]> {
    const open: PendingItem[] = []
    for await (const item of orders.listOpen()) {
      if (item.id.startsWith(merchantOrderId)) open.push(item)
    }
    return open
  }

  const IN_DOUBT = { lastSentAtMs: SENT_AT.getTime(), absenceProvableAtMs: undefined }
  const CERTAIN = { lastSentAtMs: undefined, absenceProvableAtMs: undefined }
  const PROVABLE_AT = new Date('2026-11-24T11:30:20Z')

  it('lists a payment until it has ended, with the times of its creation while that is in doubt', async () => {
    const id = await addOrder()
    expect(await listOpen(id)).toEqual([{ kind: 'payment', id, ...IN_DOUBT }])
    await orders.recordInDoubt(id, PROVABLE_AT)
    const absenceProvableAtMs = PROVABLE_AT.getTime()
    expect(await listOpen(id)).toEqual([{ kind: 'payment', id, ...IN_DOUBT, absenceProvableAtMs }])
    await orders.recordCreated(id, 'http://127.0.0.1/checkout')
    expect(await listOpen(id)).toEqual([{ kind: 'payment', id, ...CERTAIN }])
    await orders.recordPayment(id, payment('CLOSED'))
    expect(await listOpen(id)).toEqual([])
    const absent = await addOrder()
    await orders.recordNotCreated(absent)
    expect(await listOpen(absent)).toEqual([])
  })

  it('lists a payment that was not handed over until a day after it has expired', async () => {
    const soon = new Date(Date.now() - 23 * 3_600_000)
    const order = { ...newOrder(), expiresAt: soon }
    const { merchantOrderId: id } = order
    await orders.add(order)
    for (const [status, check] of [
      ['FAILED', 'needs-review'],
      ['CLOSED', 'underpaid'],
      ['SUCCEEDED', 'underpaid'],
    ] as const) {
      await orders.recordPayment(id, payment(status, check))
      expect(await listOpen(id)).toEqual([{ kind: 'payment', id, ...CERTAIN }])
    }
    await orders.recordPayment(id, payment('SUCCEEDED'))
    expect(await listOpen(id)).toEqual([])
  })

  it('lists a refund until it has ended, with the times of its creation while that is in doubt', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED'))
    expect(await listOpen(id)).toEqual([])
    await orders.startRefund(id, refund(`${id}-refund`))
    const open = { kind: 'refund', id: `${id}-refund` }
    expect(await listOpen(id)).toEqual([{ ...open, ...IN_DOUBT }])
    await orders.recordRefundInDoubt(`${id}-refund`, PROVABLE_AT)
    const absenceProvableAtMs = PROVABLE_AT.getTime()
    expect(await listOpen(id)).toEqual([{ ...open, ...IN_DOUBT, absenceProvableAtMs }])
    await orders.recordRefund(`${id}-refund`, 'PROCESSING')
    expect(await listOpen(id)).toEqual([{ ...open, ...CERTAIN }])
    await orders.recordRefund(`${id}-refund`, 'SUCCEEDED')
    expect(await listOpen(id)).toEqual([])
  })
})

describe('a database in a folder', () => {
  it('keeps the orders when it is closed', async () => {
    const root = await mkdtemp(join(tmpdir(), 'shop-'))
    const folder = join(root, 'not-there-yet', '.data')
    const order = newOrder()
    const first = await openDatabase({ folder })
    await createOrdersTable(first)
    await createOrdersStore(first).add(order)
    await first.close()
    const second = await openDatabase({ folder })
    const { merchantOrderId, price } = order
    expect(await createOrdersStore(second).find(merchantOrderId)).toMatchObject({ price })
    await second.close()
    await rm(root, { recursive: true })
  })
})
