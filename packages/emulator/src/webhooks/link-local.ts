/**
 * Addresses at which a machine's own surroundings respond: link-local ones, and the metadata services of clouds, which hand
 * out credentials to whoever asks. An order's `callbackUrl` must not lead an emulator there.
 * Knows no webhooks and resolves no names.
 *
 * @module
 */

const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.goog',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
])

// Alibaba's, Azure's and Oracle's, which are not link-local.
const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
])

/** Fails on a host name or address that is link-local or a metadata service. */
export function assertNotLinkLocal(host: string): void {
  if (!isLinkLocal(host)) return
  throw new TypeError(
    `${host} is a link-local or metadata address. To send webhooks there, set allowLinkLocal (--allow-link-local).`,
  )
}

function isLinkLocal(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (METADATA_NAMES.has(name)) return true
  const v4 = name.includes(':') ? embeddedV4(toCanonicalV6(name)) : name
  if (v4 !== undefined) return /^169\.254\.\d+\.\d+$/.test(v4) || METADATA_ADDRESSES.has(v4)
  const v6 = toCanonicalV6(name)
  return /^\[fe[89ab][0-9a-f]:/.test(v6) || v6 === '[fd00:ec2::254]'
}

/** An IPv6 address in brackets as URLs write it, without its zone. */
function toCanonicalV6(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  return URL.canParse(`http://[${bare}]`) ? new URL(`http://[${bare}]`).hostname : ''
}

/** The IPv4 address that an IPv6 one stands for: IPv4-mapped, IPv4-compatible, or by NAT64. */
function embeddedV4(v6: string): string | undefined {
  const match = /^\[(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(v6)
  if (match === null) return undefined
  const [, high = '', low = ''] = match
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.')
}
