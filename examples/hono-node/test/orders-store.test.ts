import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PendingItem } from '@paystablecoin/hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../src/database.ts'
import type { Database } from '../src/database.ts'
import { createOrdersStore } from '../src/orders-store.ts'
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

const payment = (status: string, paymentCheck: 'covered' | 'underpaid' = 'covered') => ({
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
    orders = await createOrdersStore(database)
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
    expect(await orders.recordPayment(id, payment('SUCCEEDED'))).toBe(true)
    const paid = await orders.find(id)
    expect(await orders.recordPayment(id, payment('SUCCEEDED'))).toBe(false)
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
      expect(await orders.recordPayment(id, payment(status))).toBe(true)
      expect(await orders.find(id)).toMatchObject({ status })
    },
  )

  it('records before the end only that too little arrived', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('PROCESSING', 'underpaid'))
    expect(await orders.find(id)).toMatchObject({ paymentCheck: 'underpaid', handedOverAt: null })
    expect(await orders.recordPayment(id, payment('PROCESSING', 'covered'))).toBe(true)
    expect(await orders.find(id)).toMatchObject({ paymentCheck: null, handedOverAt: null })
    expect(await orders.recordPayment(id, payment('PROCESSING', 'underpaid'))).toBe(false)
    await orders.recordPayment(id, payment('CLOSED', 'underpaid'))
    expect(await orders.find(id)).toMatchObject({ status: 'CLOSED', paymentCheck: 'underpaid' })
  })

  it('hands nothing over before the payment succeeded', async () => {
    const id = await addOrder()
    for (const status of ['PROCESSING', 'FAILED', 'CLOSED']) {
      expect(await orders.recordPayment(id, payment(status))).toBe(true)
      expect(await orders.find(id)).toMatchObject({
        status,
        paymentCheck: null,
        handedOverAt: null,
      })
    }
  })

  it('hands over when the rest of an underpaid order arrives, and never takes it back', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED', 'underpaid'))
    expect((await orders.find(id))?.handedOverAt).toBeNull()
    expect(await orders.recordPayment(id, payment('SUCCEEDED', 'covered'))).toBe(true)
    expect((await orders.find(id))?.handedOverAt).toBeInstanceOf(Date)
    expect(await orders.recordPayment(id, payment('SUCCEEDED', 'underpaid'))).toBe(false)
    expect((await orders.find(id))?.paymentCheck).toBe('covered')
  })

  it('does not record a status that is not known', async () => {
    const id = await addOrder()
    expect(await orders.recordPayment(id, payment('DANCING'))).toBe(false)
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

  async function listOpen(merchantOrderId: string): Promise<PendingItem[]> {
    const open: PendingItem[] = []
    for await (const item of orders.listOpen()) {
      if (item.id.startsWith(merchantOrderId)) open.push(item)
    }
    return open
  }

  it('lists a payment until it has ended, with the time of its creation while that is in doubt', async () => {
    const id = await addOrder()
    const lastSentAtMs = SENT_AT.getTime()
    expect(await listOpen(id)).toEqual([{ kind: 'payment', id, lastSentAtMs }])
    await orders.recordCreated(id, 'http://127.0.0.1/checkout')
    expect(await listOpen(id)).toEqual([{ kind: 'payment', id, lastSentAtMs: undefined }])
    await orders.recordPayment(id, payment('CLOSED'))
    expect(await listOpen(id)).toEqual([])
    const absent = await addOrder()
    await orders.recordNotCreated(absent)
    expect(await listOpen(absent)).toEqual([])
  })

  it('lists a refund until it has ended, with the time of its creation while that is in doubt', async () => {
    const id = await addOrder()
    await orders.recordPayment(id, payment('SUCCEEDED'))
    expect(await listOpen(id)).toEqual([])
    await orders.startRefund(id, refund(`${id}-refund`))
    const open = { kind: 'refund', id: `${id}-refund` }
    expect(await listOpen(id)).toEqual([{ ...open, lastSentAtMs: SENT_AT.getTime() }])
    await orders.recordRefund(`${id}-refund`, 'PROCESSING')
    expect(await listOpen(id)).toEqual([{ ...open, lastSentAtMs: undefined }])
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
    await (await createOrdersStore(first)).add(order)
    await first.close()
    const second = await openDatabase({ folder })
    const { merchantOrderId, price } = order
    expect(await (await createOrdersStore(second)).find(merchantOrderId)).toMatchObject({ price })
    await second.close()
    await rm(root, { recursive: true })
  })
})
