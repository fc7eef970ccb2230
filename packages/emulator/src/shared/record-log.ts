/**
 * Records under numbered ids, bounded in number and in bytes: the oldest are dropped first.
 * Knows nothing of what they hold.
 *
 * @module
 */

export interface RecordLogOptions<T> {
  /** How many records are kept, and how many bytes: 4 kB for each on average. */
  readonly maxRecords: number
  /** What of a record counts. */
  readonly countedPartOf: (record: T) => unknown
  /** Whether a record may be dropped. */
  readonly isDroppable: (record: T) => boolean
  readonly onChange: () => void
}

export interface RecordLog<T> {
  /** Adds the record that is made of its id. */
  readonly add: (make: (id: string) => T) => T
  /** Changes a record, unless it was dropped. */
  readonly update: (id: string, change: (record: T) => T) => void
  readonly find: (id: string) => T | undefined
  /** The oldest first. */
  readonly list: () => readonly T[]
}

interface Sized<T> {
  readonly record: T
  readonly bytes: number
}

const BYTES_PER_RECORD = 4096
// So that a log of few records still holds some large ones.
const MIN_BYTES = 2 ** 20

export function createRecordLog<T>(options: RecordLogOptions<T>): RecordLog<T> {
  const { maxRecords, countedPartOf, isDroppable, onChange } = options
  const maxBytes = Math.max(maxRecords * BYTES_PER_RECORD, MIN_BYTES)
  const entries = new Map<string, Sized<T>>()
  let count = 0
  let totalBytes = 0

  const put = (id: string, record: T): void => {
    const bytes = approximateBytes(countedPartOf(record))
    totalBytes += bytes - (entries.get(id)?.bytes ?? 0)
    entries.set(id, { record, bytes })
    dropOldest()
    onChange()
  }

  // The newest stays, whatever its size.
  const dropOldest = (): void => {
    const newestId = String(count)
    for (const [id, { record, bytes }] of entries) {
      if (entries.size <= maxRecords && totalBytes <= maxBytes) return
      if (id === newestId || !isDroppable(record)) continue
      entries.delete(id)
      totalBytes -= bytes
    }
  }

  return {
    add: (make) => {
      count += 1
      const id = String(count)
      const record = make(id)
      put(id, record)
      return record
    },
    update: (id, change) => {
      const entry = entries.get(id)
      if (entry !== undefined) put(id, change(entry.record))
    },
    find: (id) => entries.get(id)?.record,
    list: () => [...entries.values()].map(({ record }) => record),
  }
}

// Two bytes for each character, and a little for each value: what an engine needs at most.
function approximateBytes(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce<number>((sum, inner) => sum + approximateBytes(inner), 64)
}
