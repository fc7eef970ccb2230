/**
 * The faults of the wire without a wire: what `fetch` would do if the network did this. Real ones need sockets.
 * Knows nothing of payments.
 *
 * @module
 */
import type { StartTimer } from '@paystablecoin/core'
import { toError } from '../shared/thrown.ts'
import type { WireFault } from './call-fault.ts'

/** The response as `fetch` would deliver it, or the error that `fetch` would throw. */
export async function imitateWireFault(
  response: Response,
  fault: WireFault,
  signal: AbortSignal,
  startTimer: StartTimer,
): Promise<Response> {
  switch (fault.kind) {
    case 'refuse':
      throw networkError('ECONNREFUSED', 'connect ECONNREFUSED')
    case 'drop':
      throw networkError('ECONNRESET', 'read ECONNRESET')
    case 'stall-headers':
      await waitOrAbort(fault.stallMs, signal, startTimer)
      return response
    case 'stall-body':
      return withBody(response, async (rest, controller) => {
        await waitOrAbort(fault.stallMs, signal, startTimer)
        controller.enqueue(rest)
        controller.close()
      })
    default:
      return withBody(response, async (_rest, controller) =>
        controller.error(new TypeError('terminated')),
      )
  }
}

function networkError(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) })
}

type Finish = (
  rest: Uint8Array,
  controller: ReadableStreamDefaultController<Uint8Array>,
) => Promise<void>

async function withBody(response: Response, finish: Finish): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const half = bytes.length >> 1
  let isStarted = false
  const body = new ReadableStream<Uint8Array>({
    // Pulled, not pushed: an error must not overtake the first half.
    pull: async (controller) => {
      if (isStarted) return finish(bytes.subarray(half), controller)
      isStarted = true
      controller.enqueue(bytes.subarray(0, half))
    },
  })
  return new Response(body, { status: response.status, headers: response.headers })
}

/** Waits, unless the caller aborts first. */
function waitOrAbort(ms: number, signal: AbortSignal, startTimer: StartTimer): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      stop()
      reject(toError(signal.reason))
    }
    const stop = startTimer(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
