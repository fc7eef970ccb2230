/**
 * The webhook URL from outside in: its address, the way to it, and what it makes of signed webhooks.
 * Must not send anything that a handler could act on.
 *
 * @module
 */
import { isPrivate } from '../addresses.ts'
import type { Settings } from '../options.ts'
import type { Finding } from '../report.ts'
import { find } from '../report.ts'
import { checkConnection, isBlocked, resolveHost } from './connection.ts'
import { examineReceiver } from './examine-receiver.ts'

/** Checks the webhook URL. */
export async function checkCallback(settings: Settings): Promise<readonly Finding[]> {
  const { callbackUrl = '', secret } = settings
  if (callbackUrl === '') return [find('callback', 'callback-not-set')]
  const url = parse(callbackUrl)
  if (url === undefined) return [find('callback', 'callback-invalid')]
  const addresses = await resolveHost('callback', url, settings)
  if ('id' in addresses) return [addresses]
  const near = addresses.some(isPrivate)
    ? [find('callback', settings.local ? 'callback-local' : 'callback-private', url.host)]
    : []
  const connection = await checkConnection('callback', url, settings)
  if (isBlocked(connection)) return [...near, connection]
  const verification =
    secret === '' ? find('callback', 'not-checked') : await examineReceiver(url, settings)
  return [...near, connection, verification]
}

function parse(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === '' && url.hash === ''
  return isPlain && /^https?:$/.test(url.protocol) ? url : undefined
}
