/**
 * Querying an order or a refund: once, and again until its status is final. The same for both.
 * Must not know an endpoint's route, nor what is created.
 *
 * @module
 */
import { namesOther } from '../payment/order-data.ts'
import type { Order, ProviderData, Refund } from '../shared/types.ts'
import { assertId } from './arguments.ts'
import { callApiOrThrow } from './call.ts'
import type { Endpoint } from './call.ts'
import { ResponseError } from './errors.ts'
import type { CallOptions } from './options.ts'
import { createRecentCreations } from './recent-creations.ts'
import { toCallLimits } from './settings.ts'
import type { CallLimits, ClientSettings } from './settings.ts'
import { waitUntilFinal } from './wait.ts'
import type { WaitOptions } from './wait.ts'

/** The queries of an order or a refund. */
export interface Queries<Found> {
  readonly retrieveWithin: (limits: CallLimits, id: string) => Promise<Found>
  readonly retrieve: (id: string, options?: CallOptions) => Promise<Found>
  readonly waitUntilFinal: (id: string, options?: WaitOptions) => Promise<Found>
  /** Notes that a creation has made this, or may have. */
  readonly noteCreation: (id: string) => void
}

/** Creates the queries, over a client's settings. */
export function createQueries<Found extends Order | Refund>(
  settings: ClientSettings,
  idField: 'merchantOrderId' | 'merchantRefundOrderId',
  toEndpoint: (id: string) => Endpoint,
  isFound: (data: unknown) => data is Found & ProviderData,
): Queries<Found> {
  const recent = createRecentCreations(settings.clock.now)

  async function retrieveWithin(limits: CallLimits, id: string): Promise<Found> {
    const data = await callApiOrThrow(settings, toEndpoint(id), limits)
    if (isFound(data) && !namesOther(data, idField, id)) return data
    throw new ResponseError({ reason: isFound(data) ? 'other-id' : 'no-data', httpStatus: 200 })
  }

  return {
    retrieveWithin,

    async retrieve(id, options) {
      assertId(idField, id)
      return retrieveWithin(toCallLimits(settings, options), id)
    },

    async waitUntilFinal(id, options) {
      assertId(idField, id)
      const query = (limits: CallLimits): Promise<Found> => retrieveWithin(limits, id)
      return waitUntilFinal(query, settings, options, recent.timeOf(id))
    },

    noteCreation: recent.add,
  }
}
