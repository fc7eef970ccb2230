/**
 * An emulator that runs in another process, over HTTP: its log, and sending a webhook again.
 * Prints nothing.
 *
 * @module
 */
import type { ActivityEntry } from '../activity/entry.ts'
import { toError } from '../shared/thrown.ts'
import { isHttpUrl } from '../shared/urls.ts'

/** Where an emulator listens unless it is told otherwise. */
export const DEFAULT_URL = 'http://127.0.0.1:4010'

/** No emulator answered, or it refused. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
}

/** The entries of an emulator's log, the oldest first; with `follow` until it ends. */
export async function* readLog(url: string, follow: boolean): AsyncGenerator<ActivityEntry> {
  const response = await ask(url, `/emulator/log${follow ? '?follow=1' : ''}`)
  const lines = (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream()).values()
  let rest = ''
  try {
    for await (const chunk of lines) {
      const parts = `${rest}${chunk}`.split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) yield JSON.parse(line) as ActivityEntry
    }
  } catch (error) {
    throw new RemoteError(`The emulator at ${url} has ended.`, { cause: error })
  }
}

/** Sends a webhook again. Rejects when the emulator knows none with this id. */
export async function resend(url: string, deliveryId: string): Promise<void> {
  const path = `/emulator/deliveries/${encodeURIComponent(deliveryId)}/resend`
  const headers = { 'content-type': 'application/json' }
  await ask(url, path, { method: 'POST', headers, body: '{}' }, ` with the id ${deliveryId}`)
}

async function ask(
  url: string,
  path: string,
  init: RequestInit = {},
  about = '',
): Promise<Response> {
  if (!isHttpUrl(url)) throw new TypeError('--url must be an http(s) URL')
  const response = await fetch(new URL(path, url), init).catch((error: unknown) => {
    const { cause } = toError(error)
    const why = cause === undefined ? '' : ` (${toError(cause).message})`
    throw new RemoteError(
      `No emulator answers at ${url}${why}. Start one, or name another with --url.`,
    )
  })
  if (response.ok) return response
  const { error } = (await response.json().catch(() => ({}))) as { readonly error?: string }
  throw new RemoteError(`The emulator at ${url} refused: ${error ?? response.status}${about}.`)
}
