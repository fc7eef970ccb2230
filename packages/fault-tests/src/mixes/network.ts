/**
 * A network that loses, delays and garbles calls by a seed, between a merchant's client and an emulator in the same process.
 * Must not know what a client makes of it.
 *
 * @module
 */
import type { ClientOptions } from '@paystablecoin/core'
import type { Emulator } from '@paystablecoin/emulator'
import type { Random } from '../support/random.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'

/**
 * What becomes of a call. `late`: the client gives it up, and it arrives up to a day later. `undocumented code`: it took effect, and
 * is answered with a code that no document names.
 */
export type Fate =
  | 'no connection'
  | 'lost'
  | 'late'
  | 'gateway error'
  | 'answer lost'
  | 'internal error'
  | 'undocumented code'

/** How likely each fate is. */
export type FateRates = Readonly<Partial<Record<Fate, number>>>

/** A network. */
export interface Network {
  readonly fetch: NonNullable<ClientOptions['fetch']>
  /** Ends all faults. What is late is still under way. */
  readonly heal: () => void
  /** The refunds that were sent again although an attempt before may have taken effect. */
  readonly refundsSentAgain: () => readonly string[]
}

/** What a network is made of. */
export interface NetworkParts {
  readonly emulator: Emulator
  readonly clock: VirtualClock
  readonly random: Random
  readonly rates: FateRates
  /** How many of the `Date` headers are 23 hours ahead. */
  readonly lyingDates: number
}

const LATENCY_MS = [20, 900] as const
const LIE_MS = 23 * 3_600_000
// What a lying header made a client sign ahead arrives just when it is valid.
const DELAYS_MS = [1_000, 60_000, 280_000, 590_000, LIE_MS, LIE_MS]

/** Creates a network. */
export function createNetwork(parts: NetworkParts): Network {
  const { emulator, clock, random, rates, lyingDates } = parts
  const inDoubt = new Set<string>()
  const sentAgain: string[] = []
  let isHealthy = false

  const deliver = async (url: string, init: RequestInit): Promise<Response> => {
    const { signal: _, ...request } = init
    const response = await clock.hold(emulator.fetch(url, request))
    if (isHealthy || !random.happens(lyingDates)) return response
    response.headers.set('date', new Date(clock.now() + LIE_MS).toUTCString())
    return response
  }

  const watchRefund = (init: RequestInit, fate: Fate | undefined): void => {
    const id = refundIdOf(init)
    if (id === undefined) return
    if (inDoubt.has(id)) sentAgain.push(id)
    if (fate !== undefined && fate !== 'no connection') inDoubt.add(id)
  }

  const fetch: Network['fetch'] = async (url, init) => {
    const fate = isHealthy ? undefined : drawFate(rates, random)
    watchRefund(init, fate)
    await clock.pause(random.between(...LATENCY_MS))
    switch (fate) {
      case 'no connection':
        throw networkError('ECONNREFUSED')
      case 'late':
        clock.startTimer(() => void deliver(url, init), random.pick(DELAYS_MS))
        throw networkError('ECONNRESET')
      case 'lost':
        throw networkError('ECONNRESET')
      case 'gateway error':
        return new Response('<html>Bad gateway</html>', { status: 502 })
      default:
    }
    const response = await deliver(url, init)
    await clock.pause(random.between(...LATENCY_MS))
    if (fate === 'answer lost') throw networkError('ECONNRESET')
    if (fate === undefined) return response
    return Response.json({ code: fate === 'internal error' ? '99999' : '60001' })
  }

  return { fetch, heal: () => void (isHealthy = true), refundsSentAgain: () => sentAgain }
}

function drawFate(rates: FateRates, random: Random): Fate | undefined {
  let rest = random.fraction()
  for (const [fate, rate] of Object.entries(rates) as [Fate, number][]) {
    rest -= rate
    if (rest < 0) return fate
  }
  return undefined
}

function refundIdOf({ body }: RequestInit): string | undefined {
  const id: unknown =
    typeof body === 'string' && Reflect.get(JSON.parse(body), 'merchantRefundOrderId')
  return typeof id === 'string' ? id : undefined
}

function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}
