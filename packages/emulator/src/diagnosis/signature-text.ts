/**
 * A signature's text as it should have been written, and the mistake in how it was.
 * Knows nothing of what was signed.
 *
 * @module
 */
import type { Mistake } from './mistakes.ts'

/** A signature in standard Base64. */
export interface ReadSignature {
  readonly signature: string
  readonly mistakes: readonly Mistake[]
}

const STANDARD = /^[A-Za-z0-9+/]{43}=$/
const HEX = /^[0-9a-fA-F]{64}$/

/** Reads a signature in whatever way it was written; `undefined` when it is none. */
export function readSignature(text: string): ReadSignature | undefined {
  if (STANDARD.test(text)) return { signature: text, mistakes: [] }
  const bare = /^(?:[a-z0-9]+=)?["'\s]*([A-Za-z0-9+/_-]+={0,2})["'\s]*$/.exec(text)?.[1] ?? ''
  const decoration: readonly Mistake[] = bare === text ? [] : ['signature-decorated']
  if (HEX.test(bare))
    return { signature: fromHex(bare), mistakes: [...decoration, 'signature-hex'] }
  const hex = decodedHex(bare)
  if (hex !== undefined) {
    return { signature: fromHex(hex), mistakes: [...decoration, 'signature-base64-of-hex'] }
  }
  const standard = `${bare.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')}=`
  if (!STANDARD.test(standard)) return undefined
  const mistakes: Mistake[] = [...decoration]
  if (/[-_]/.test(bare)) mistakes.push('signature-url-safe')
  else if (!bare.endsWith('=')) mistakes.push('signature-unpadded')
  return { signature: standard, mistakes }
}

function decodedHex(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(text)) return undefined
  const decoded = atob(text)
  return HEX.test(decoded) ? decoded : undefined
}

function fromHex(hex: string): string {
  const bytes = hex.match(/../g) ?? []
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))
}
