/**
 * A merchant in a mix of faults: creates orders and refunds, asks about what is in doubt, and believes what the client says.
 * Must not know what is true at the provider.
 *
 * @module
 */
import { createClient, createReconciler, createWebhookReceiver } from '@paystablecoin/core'
import type { Client, Clock, PendingItem, WebhookReceiver } from '@paystablecoin/core'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import { placeOrder, placeRefund } from '../creating/place-order.ts'
import type { Placed } from '../creating/place-order.ts'
import type { PlannedOrder } from '../creating/plan-order.ts'
import type { Random } from '../support/random.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'
import type { Network } from './network.ts'

type Kind = 'payment' | 'refund'

/** A creation of a merchant's. */
export interface Creation extends Placed {
  readonly kind: Kind
  readonly order?: PlannedOrder | undefined
}

/** A merchant. */
export interface Merchant {
  readonly createOrder: (order: PlannedOrder) => Promise<void>
  readonly createRefund: (id: string, acquiringOrderId: string) => Promise<void>
  /** One round of the reconciler over all that is in doubt. */
  readonly reconcile: () => Promise<void>
  readonly creations: readonly Creation[]
  /** What is in doubt, by id. */
  readonly doubts: ReadonlyMap<string, Creation>
  /** What was said to be proven absent. */
  readonly absent: readonly string[]
  /** What the handler was told: the kind, the merchant's own id and the status. */
  readonly effects: readonly string[]
}

/** What a merchant is made of. */
export interface MerchantParts {
  readonly clock: VirtualClock
  readonly clockErrorMs: number
  /** How many orders it creates again, after a death that left their ending unseen. */
  readonly deaths: number
  /** Whether it stores from when on an absence is provable; otherwise when it sent last. */
  readonly storesProofTimes: boolean
  readonly network: Network
  readonly random: Random
}

/** After so many creations it starts again, and no longer knows how wrong its clock is. */
export const CREATIONS_PER_START = 10

/** Opens a merchant's business. */
export function createMerchant(parts: MerchantParts): Merchant {
  const { clock: provider, clockErrorMs, deaths, storesProofTimes, network, random } = parts
  const clock = { now: () => provider.now() + clockErrorMs, startTimer: provider.startTimer }
  const creations: Creation[] = []
  const doubts = new Map<string, Creation>()
  const absent: string[] = []
  const effects: string[] = []
  const receiver = openReceiver((kind, id, status) => {
    effects.push(`${kind} ${id} ${status}`)
    doubts.delete(id)
  })
  let client = openClient(network, clock, random)

  const create = async (
    kind: Kind,
    place: (client: Client) => Promise<Placed>,
  ): Promise<Creation> => {
    if (creations.length % CREATIONS_PER_START === 0) client = openClient(network, clock, random)
    const creation = { ...(await place(client)), kind }
    creations.push(creation)
    if (creation.ending === 'unknown') doubts.set(creation.id, creation)
    return creation
  }

  const toPending = ({ kind, id, lastSentAtMs, absenceProvableAtMs }: Creation): PendingItem =>
    storesProofTimes ? { kind, id, lastSentAtMs, absenceProvableAtMs } : { kind, id, lastSentAtMs }

  return {
    createOrder: async (order) => {
      // It may die before it sees how the creation ends, and then creates the order again.
      const sentBefore = random.happens(deaths)
      if (sentBefore) await placeOrder(client, order, clock.now)
      const creation = await create('payment', (by) =>
        placeOrder(by, order, clock.now, { sentBefore }),
      )
      creations[creations.indexOf(creation)] = { ...creation, order }
    },
    createRefund: async (merchantRefundOrderId, acquiringOrderId) => {
      const refund = { merchantRefundOrderId, acquiringOrderId, refundReason: 'returned' }
      await create('refund', (by) => placeRefund(by, refund, clock.now))
    },
    reconcile: async () => {
      const reconciler = createReconciler({
        client,
        receiver,
        clock,
        concurrency: 1,
        pending: () => [...doubts.values()].map(toPending),
        onMissing: ({ id, absenceProven }) => {
          if (absenceProven && doubts.delete(id)) absent.push(id)
        },
        onError: () => undefined,
      })
      await reconciler.runOnce()
    },
    creations,
    doubts,
    absent,
    effects,
  }
}

function openClient(network: Network, clock: Clock, random: Random): Client {
  return createClient({
    ...EMULATOR_MERCHANT,
    baseUrl: 'http://emulator.test',
    fetch: network.fetch,
    random: random.fraction,
    clock,
  })
}

function openReceiver(onEffect: (kind: Kind, id: string, status: string) => void): WebhookReceiver {
  return createWebhookReceiver({
    apiSecret: EMULATOR_MERCHANT.apiSecret,
    onEvent: ({ kind, data, status }) => {
      if (kind === 'payment') onEffect(kind, data.merchantOrderId, status)
      if (kind === 'refund') onEffect(kind, data.merchantRefundOrderId, status)
    },
  })
}
