/**
 * Which addresses are of this machine, and which of a private network.
 * Looks nothing up.
 *
 * @module
 */
import { BlockList, isIP } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

// From the registries of special-purpose addresses: those that no other network can reach.
const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, prefix)
}
PRIVATE.addAddress('::', 'ipv6')
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

/** Whether a host of a URL is this machine by its spelling alone. */
export function isLoopback(host: string): boolean {
  const name = toAddress(host)
  return name === 'localhost' || name.endsWith('.localhost') || isIn(LOOPBACK, name)
}

/** Whether an address is out of reach for other networks. */
export function isPrivate(address: string): boolean {
  return isIn(PRIVATE, address)
}

/** The host of a URL without the brackets of IPv6. */
export function toAddress(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
