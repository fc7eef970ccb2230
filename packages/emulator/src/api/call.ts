/**
 * An API call as it was received: the parts that are signed, the headers, the bytes.
 * Checks nothing.
 *
 * @module
 */

export interface ApiCall {
  /** Scheme and host of the URL that was called. */
  readonly origin: string
  readonly method: string
  /** The undecoded pathname. */
  readonly path: string
  /** The characters after the `?`. */
  readonly query: string
  readonly body: Uint8Array
  readonly apiKey: string
  readonly timestamp: string
  readonly signature: string
}

export async function readCall(request: Request): Promise<ApiCall> {
  const { origin, pathname, search } = new URL(request.url)
  return {
    origin,
    method: request.method,
    path: pathname,
    query: search.slice(1),
    body: new Uint8Array(await request.arrayBuffer()),
    apiKey: request.headers.get('x-api-key') ?? '',
    timestamp: request.headers.get('x-timestamp') ?? '',
    signature: request.headers.get('x-signature') ?? '',
  }
}

/** The body as text, for a human reader. */
export function bodyText({ body }: ApiCall): string {
  return new TextDecoder().decode(body)
}

const EXCERPT_BYTES = 1024

/** The start of the body as text: at most 1024 bytes, and a mark where it was cut. */
export function bodyExcerpt(call: ApiCall): string {
  const { body } = call
  if (body.length <= EXCERPT_BYTES) return bodyText(call)
  // As a stream, so that a character which is cut in half is left out.
  const start = new TextDecoder().decode(body.subarray(0, EXCERPT_BYTES), { stream: true })
  return `${start}…`
}
