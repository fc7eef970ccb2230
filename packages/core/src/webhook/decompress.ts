/**
 * What compressed bytes stand for, up to a limit: few bytes can stand for very many.
 * Knows no signatures.
 *
 * @module
 */
import { createByteCollector } from '../shared/bytes.ts'
import type { Bytes } from '../shared/bytes.ts'

const MAX_DECOMPRESSED_BYTES = 1_048_576

/**
 * The decompressed bytes; `undefined` when they are not compressed in this format, are too many, or the runtime knows no
 * decompression.
 */
export async function decompress(
  body: Bytes,
  format: CompressionFormat,
): Promise<Bytes | undefined> {
  if (typeof DecompressionStream === 'undefined') return undefined
  const collector = createByteCollector()
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream(format))
  try {
    for await (const chunk of stream) {
      if (collector.add(chunk) > MAX_DECOMPRESSED_BYTES) return undefined
    }
    return collector.whole()
  } catch {
    return undefined
  }
}
