/**
 * One query of an order that cannot exist: the way to the API, its clock and the credentials.
 * Must not create anything.
 *
 * @module
 */
import { isApiError, isResponseError, isTransportError } from '@paystablecoin/core'
import type { Client, Fetch } from '@paystablecoin/core'
import type { FindingId } from '../findings/index.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { checkClock } from './clock.ts'
import { checkConnection, isBlocked } from './connection.ts'
import type { MakeClient } from './settings.ts'

/** What the calls of this check leave behind. */
interface Journal {
  connection: Finding | undefined
  date: string | null
  receivedAtMs: number
}

/** Checks the way, then the clock, then the credentials. */
export async function checkApi(
  settings: Settings,
  makeClient: MakeClient | undefined,
): Promise<readonly Finding[]> {
  if (makeClient === undefined) return skipAll(find('api', 'not-checked'))
  const journal: Journal = { connection: undefined, date: null, receivedAtMs: 0 }
  const client = makeClient(createFetch(settings, journal))
  const credentials = await checkCredentials(client)
  const { connection = find('api', 'not-checked') } = journal
  if (isBlocked(connection)) return skipAll(connection)
  if (credentials.id === 'api-no-response') {
    return [connection, find('clock', 'not-checked'), credentials]
  }
  return [connection, checkClock(journal.date, journal.receivedAtMs), credentials]
}

function skipAll(connection: Finding): readonly Finding[] {
  return [connection, find('clock', 'not-checked'), find('credentials', 'not-checked')]
}

// Only the client knows the API's address, so the way is checked when it is about to send.
function createFetch(settings: Settings, journal: Journal): Fetch {
  return async (url, init) => {
    journal.connection ??= await checkConnection('api', new URL(url), settings)
    if (isBlocked(journal.connection)) throw new Error(journal.connection.id)
    const response = await fetch(url, init)
    journal.date = response.headers.get('date')
    journal.receivedAtMs = settings.now()
    return response
  }
}

async function checkCredentials(client: Client): Promise<Finding> {
  const error = await errorOf(() =>
    client.orders.retrieve(`DOCTOR_${crypto.randomUUID().replaceAll('-', '')}`),
  )
  if (error === undefined) return find('credentials', 'api-says-yes')
  if (!isApiError(error)) return explainResponse(error)
  const id = await judge(error, client)
  return find('credentials', id, id === 'credentials-accepted' ? error.providerCode : error.message)
}

async function judge(
  { category, providerCode }: { readonly category: string; readonly providerCode: string },
  client: Client,
): Promise<FindingId> {
  if (category === 'not-found') return 'credentials-accepted'
  if (providerCode === '50010') return 'credentials-permission'
  if (providerCode === '10007') return 'credentials-merchant'
  return category === 'authorization' ? tellKeyFromSecret(client) : 'credentials-unclear'
}

// API Checkout is signed in the same way, but without the key: what it accepts is the secret.
async function tellKeyFromSecret(client: Client): Promise<FindingId> {
  const error = await errorOf(() => client.checkout.paymentMethods())
  if (error === undefined) return 'credentials-key'
  const isRefused = isApiError(error) && error.category === 'authorization'
  return isRefused && error.providerCode !== '50010' ? 'credentials-secret' : 'credentials-refused'
}

function explainResponse(error: unknown): Finding {
  if (isResponseError(error)) {
    const { reason, httpStatus, contentType = 'no content type' } = error
    const detail = `${reason}, HTTP ${httpStatus}, ${contentType}`
    if (reason === 'redirect') return find('credentials', 'api-redirects', detail)
    const isStub = reason === 'other-id' || reason === 'no-data'
    return find('credentials', isStub ? 'api-says-yes' : 'api-not-the-api', detail)
  }
  if (isTransportError(error)) return find('credentials', 'api-no-response', error.reason)
  throw error
}

async function errorOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return error
  }
}
