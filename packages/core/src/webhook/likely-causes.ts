/**
 * What the webhook itself tells of why its signature does not hold: signs, not proof.
 * Tries nothing.
 *
 * @module
 */
import { fromUtf8 } from '../shared/bytes.ts'
import { readHeader } from '../shared/headers.ts'
import { isApiPath } from '../signing/canonical.ts'
import { checkWindow } from '../signing/signature-check.ts'
import { isTimestamp } from '../signing/timestamp.ts'
import type { SignatureCauseKind } from './causes.ts'
import { isGzip } from './find-match.ts'
import { looksSerialized } from './other-bodies.ts'
import type { Suspect } from './suspect.ts'

type Kinds = readonly SignatureCauseKind[]

/** What is wrong with the two headers, whatever was signed. */
export function headerCauses({ timestamp, signature, isRepeated }: Suspect): Kinds {
  if (timestamp === '' || signature === '') return ['header-missing']
  const inSeconds = /^\d{10}(?:\.\d+)?$/.test(timestamp)
  return [
    ...when(isRepeated, 'header-repeated'),
    ...when(inSeconds, 'timestamp-in-seconds'),
    ...when(!inSeconds && !isTimestamp(timestamp), 'timestamp-malformed'),
    ...when(signature.length !== 44, 'signature-malformed'),
  ]
}

/** What else may be wrong when nothing that was tried holds, the likeliest first. */
export function likelyCauses(suspect: Suspect): Kinds {
  const { paths, scheme } = suspect
  return [
    ...bodyCauses(suspect),
    ...when(scheme !== 'body' && paths.some(isApiPath), 'api-request'),
    ...when(scheme !== 'body' && paths.length === 0, 'path-missing'),
    scheme === 'body' ? 'wrong-secret' : 'path-or-secret',
    ...when(looksSerialized(suspect.body), 'body-re-serialised'),
  ]
}

function bodyCauses({ headers, body }: Suspect): Kinds {
  const encoding = readHeader(headers, 'content-encoding')
  const length = readHeader(headers, 'content-length')
  const isEncoded = isGzip(body) || !/^(?:identity)?$/i.test(encoding)
  return [
    ...when(body.byteLength === 0, 'body-empty'),
    ...when(isEncoded, 'content-encoding'),
    ...when(
      !isEncoded && /^\d+$/.test(length) && Number(length) !== body.byteLength,
      'body-changed',
    ),
    ...when(fromUtf8(body)?.includes('\uFFFD') ?? false, 'body-decoded'),
  ]
}

/** On which side of the window a signature that holds lies. */
export function clockCauses(skewMs: number, { toleranceMs }: Suspect): Kinds {
  const outside = checkWindow(skewMs, toleranceMs)
  if (outside === undefined) return []
  return [outside === 'stale' ? 'clock-behind' : 'clock-ahead']
}

function when(holds: boolean, kind: SignatureCauseKind): Kinds {
  return holds ? [kind] : []
}
