/**
 * What the faults of an API call make of its response, and which of them are left for the wire.
 * Runs no endpoint and touches no socket.
 *
 * @module
 */
import { reject } from '../provider/codes.ts'
import { envelope } from '../provider/envelope.ts'
import type { Fault, WireFaultKind } from './fault.ts'

/** A fault that is made on the wire. */
export interface WireFault extends Fault {
  readonly kind: WireFaultKind
}

/** Makes a wire fault of a response: on a real connection, or as `fetch` would show it. */
export type ApplyWireFault = (response: Response, fault: WireFault) => Promise<Response>

const WIRE: ReadonlySet<string> = new Set<WireFaultKind>([
  'refuse',
  'drop',
  'stall-headers',
  'stall-body',
  'truncate-body',
])

/** Whether a fault is made on the wire. */
export function isWireFault(fault: Fault | undefined): fault is WireFault {
  return fault !== undefined && WIRE.has(fault.kind)
}

/** Whether the call is kept from taking effect. */
export function preventsCall(fault: Fault | undefined): boolean {
  return fault !== undefined && !fault.afterCommit
}

/** What the fault adds to the provider's clock. */
export function skewOf(fault: Fault | undefined): number {
  return fault?.kind === 'clock-skew' ? -fault.skewMs : 0
}

/** The response that the fault puts in place of the ordinary one; `undefined` when it leaves that one. */
export function responseFor(fault: Fault, nowMs: number): Response | undefined {
  switch (fault.kind) {
    case 'http-500':
      return new Response(null, { status: 500 })
    case 'http-502':
      return new Response(BAD_GATEWAY, { status: 502, headers: { 'content-type': 'text/html' } })
    case 'http-429':
      return new Response('Too many requests', {
        status: 429,
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      })
    case 'code-99999':
      return envelope(reject('99999'), nowMs)
    default:
      return preventsCall(fault) ? new Response(null, { status: 503 }) : undefined
  }
}

const BAD_GATEWAY = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
`
