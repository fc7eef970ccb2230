/**
 * What can be found on the way to a server: what it means, and what to do.
 * Runs no code.
 *
 * @module
 */
import type { FindingText } from './finding.ts'

/** The findings of the checks `api` and `callback`, as far as they are those of any connection. */
export const CONNECTION_FINDINGS = {
  reachable: { status: 'pass', means: 'The name resolves, the port is open, and TLS is trusted.' },
  'reachable-locally': {
    status: 'pass',
    means: 'The port is open. It is local, and plain HTTP: fine for development.',
  },
  'plain-http': {
    status: 'fail',
    means:
      'The address is http, not https. Whoever is on the way reads payments, and can hold them up.',
    advice: 'Use the https address.',
  },
  'dns-unknown': {
    status: 'fail',
    means: 'The name cannot be resolved: nothing can be sent to it.',
    advice: 'Look for a typing error, then at the DNS of this machine.',
  },
  refused: {
    status: 'fail',
    means: 'The connection is refused: nothing listens there, or a firewall says no.',
    advice: 'Check address and port, and the rules for outgoing connections.',
  },
  unreachable: {
    status: 'fail',
    means: 'There is no connection: no answer in time, no route, or it was cut off.',
    advice: 'Check the rules for outgoing connections, and whether a proxy is needed.',
  },
  'tls-expired': {
    status: 'fail',
    means: 'The certificate has expired. Nobody who checks certificates will connect.',
    advice: 'If the server is yours, renew it. If not, check the clock of this machine.',
  },
  'tls-other-name': {
    status: 'fail',
    means: 'The certificate is for another name: another server answers.',
    advice: 'Check the address, and where its DNS points to.',
  },
  'tls-untrusted': {
    status: 'fail',
    means:
      'The certificate is not signed by an authority that is trusted: self-signed, an incomplete chain, or a proxy that opens TLS.',
    advice:
      'Serve the whole chain. Behind a proxy of your company, set NODE_EXTRA_CA_CERTS; never switch the check off.',
  },
  'tls-failed': {
    status: 'fail',
    means: 'The server does not speak TLS as expected.',
    advice: 'Check the port: 443 for https.',
  },
} as const satisfies Record<string, FindingText>
