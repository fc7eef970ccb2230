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
