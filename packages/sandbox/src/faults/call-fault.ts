/**
 * What the faults of an API call make of its answer, and what is left for the wire to do.
 * Runs no endpoint and touches no socket.
 *
 * @module
 */
import { envelope } from '../api/envelope.ts'
import { refuse } from '../codes.ts'
import type { Fault, WireFaultKind } from './fault.ts'

/** A fault that is made on the wire. */
export interface WireFault extends Fault {
  readonly kind: WireFaultKind
}

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

/** Whether the call is to be kept from taking effect. */
export function preventsCall(fault: Fault | undefined): boolean {
  return fault !== undefined && !fault.afterCommit
}

/** How far the provider's clock lies from the sandbox's. */
export function skewOf(fault: Fault | undefined): number {
  return fault?.kind === 'clock-skew' ? -fault.skewMs : 0
}

/** The answer that comes instead; `undefined` when the ordinary one does. */
export function answerFor(fault: Fault, nowMs: number): Response | undefined {
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
      return envelope(refuse('99999'), nowMs)
    default:
      return preventsCall(fault) ? new Response(null, { status: 503 }) : undefined
  }
}

const BAD_GATEWAY = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
`
