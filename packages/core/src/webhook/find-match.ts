/**
 * Tries what may have been signed: each body, secret and path with each other. What holds is proof.
 * Its work is bounded, whatever a stranger sends.
 *
 * @module
 */
import type { Bytes } from '../shared/bytes.ts'
import { readHeader } from '../shared/headers.ts'
import type { WebhookScheme } from '../shared/types.ts'
import { isApiPath } from '../signing/canonical.ts'
import { isSameSignature } from '../signing/signature-check.ts'
import { isTimestamp } from '../signing/timestamp.ts'
import type { SignatureCauseKind } from './causes.ts'
import { decompress } from './decompress.ts'
import { otherBodies } from './other-bodies.ts'
import { comparePaths, otherPaths } from './other-paths.ts'
import { computeSignature } from './signature.ts'
import type { SignedContent } from './signature.ts'
import type { Suspect } from './suspect.ts'

/** What turned out to be signed, and how it differs from what was verified. */
export interface FoundMatch {
  readonly kinds: readonly SignatureCauseKind[]
  readonly scheme: WebhookScheme
  readonly path: string
  readonly secretIndex: number
}

interface Guess<Value> {
  readonly value: Value
  readonly kinds: readonly SignatureCauseKind[]
}

/** A secret as it was probably meant, and its place in the list. */
interface SecretGuess extends Guess<string> {
  readonly secretIndex: number
}

const MAX_TIMESTAMP_CHARACTERS = 64

/** Finds what was signed; `undefined` when nothing holds. */
export async function findMatch(suspect: Suspect): Promise<FoundMatch | undefined> {
  const { timestamp, signature } = suspect
  if (timestamp.length > MAX_TIMESTAMP_CHARACTERS || signature.length !== 44) return undefined
  const secrets = suspect.secrets.flatMap(guessSecrets)
  const targets = guessTargets(suspect)
  for await (const content of guessContents(suspect)) {
    for (const secret of secrets) {
      for (const { value, kinds } of targets) {
        const { scheme, path } = value
        const computed = await computeSignature(content.value, scheme, path, secret.value)
        if (!isSameSignature(computed, signature)) continue
        const all = [...content.kinds, ...secret.kinds, ...kinds]
        return { kinds: all, scheme, path, secretIndex: secret.secretIndex }
      }
    }
  }
  return undefined
}

function guessSecrets(secret: string, secretIndex: number): readonly SecretGuess[] {
  const trimmed = secret.trim()
  const bare = /^(["'])(.+)\1$/s.exec(trimmed)?.[2]
  const space: readonly SignatureCauseKind[] = trimmed === secret ? [] : ['secret-white-space']
  const asGiven: SecretGuess = { value: secret, kinds: [], secretIndex }
  const meant: SecretGuess = { value: trimmed, kinds: space, secretIndex }
  if (bare === undefined) return space.length === 0 ? [asGiven] : [asGiven, meant]
  return [asGiven, meant, { value: bare, kinds: [...space, 'secret-quotes'], secretIndex }]
}

type Target = Readonly<Record<'path', string>> & { readonly scheme: WebhookScheme }

function guessTargets({ scheme, paths, targets }: Suspect): readonly Guess<Target>[] {
  const kindsOf = (tried: WebhookScheme): readonly SignatureCauseKind[] =>
    scheme === 'auto' || scheme === tried ? [] : ['other-scheme']
  const inRequest = [...new Set([...paths, ...otherPaths(targets)])].map((path) => ({
    value: { scheme: 'request' as const, path },
    kinds: [...kindsOf('request'), ...apiKinds(path), ...comparePaths(paths, path)],
  }))
  return [{ value: { scheme: 'body', path: '' }, kinds: kindsOf('body') }, ...inRequest]
}

function apiKinds(path: string): readonly SignatureCauseKind[] {
  return isApiPath(path) ? ['api-request'] : []
}

async function* guessContents(suspect: Suspect): AsyncGenerator<Guess<SignedContent>> {
  const { timestamp, body } = suspect
  yield { value: toContent(timestamp, body), kinds: [] }
  if (isTimestamp(timestamp)) {
    yield { value: toContent(timestamp.slice(0, 10), body), kinds: ['timestamp-in-seconds'] }
  }
  for (const other of otherBodies(body)) {
    yield { value: toContent(timestamp, other.body), kinds: [other.kind] }
  }
  for (const format of compressionFormats(suspect)) {
    const decompressed = await decompress(body, format)
    if (decompressed === undefined) continue
    yield { value: toContent(timestamp, decompressed), kinds: ['content-encoding'] }
  }
}

function toContent(timestamp: string, body: Bytes): SignedContent {
  return { timestamp, body, bodyHash: undefined }
}

/** Whether the body begins as gzip's do. A proxy may have dropped the header that says so. */
export function isGzip(body: Bytes): boolean {
  return body[0] === 0x1f && body[1] === 0x8b
}

function compressionFormats({ headers, body }: Suspect): readonly CompressionFormat[] {
  if (isGzip(body)) return ['gzip']
  return /deflate/i.test(readHeader(headers, 'content-encoding')) ? ['deflate', 'deflate-raw'] : []
}
