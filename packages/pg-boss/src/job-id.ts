/**
 * The id of a job: a UUID made of the event's key, so that the primary key of the queue's table deduplicates.
 * Must not know what a key consists of.
 *
 * @module
 */
import { createHash } from 'node:crypto'

/** A UUID of version 8 (RFC 9562, 5.8: contents of our own) over the SHA-256 of a key. */
export function toJobId(key: string): string {
  const bytes = createHash('sha256').update(key).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
