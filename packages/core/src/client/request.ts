/**
 * A signed call to any endpoint below the merchant's path: what goes in, and what its failure means.
 * Must not know any endpoint, nor how a call is signed or repeated.
 *
 * @module
 */
import {
  assertFunction,
  assertOneOf,
  assertOptionalBoolean,
  assertOptionalString,
} from '../shared/option-checks.ts'
import { callApi } from './call.ts'
import type { Endpoint } from './call.ts'
import { ResponseError } from './errors.ts'
import type { CallOptions } from './options.ts'
import {
  assertRequestPath,
  REQUEST_METHODS,
  toJsonBody,
  toQueryText,
  toRoute,
} from './request-arguments.ts'
import type { RequestMethod } from './request-arguments.ts'
import { toCallLimits } from './settings.ts'
import type { ClientSettings } from './settings.ts'
import { unknownOutcome } from './unknown-outcome.ts'

/** A call to an endpoint that this package has no function for. */
export interface RequestParams extends CallOptions {
  /** The method, in upper case. */
  readonly method: RequestMethod
  /**
   * The path below `/api/v1/merchants/{merchantId}`, such as `/checkout/orders`. Below `/checkout` no API key is sent: the
   * provider's API Checkout uses none.
   */
  readonly path: string
  /** What follows the `?`, for GET and DELETE; what is `undefined` is left out. @default none */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** What is sent as JSON, with POST, PUT and PATCH: a plain object or a list. @default none */
  readonly body?: object | undefined
  /**
   * Whether it may be sent again after an attempt that may have taken effect. Say `true` only if the provider promises that
   * two of the same have one effect. @default true for GET, false for all others
   */
  readonly idempotent?: boolean | undefined
  /** The name of the call for hooks, with no ids in it. @default the path, with `{id}` for all but short words in lower case */
  readonly route?: string | undefined
}

/** The same, with a check of the response's data. */
export interface ParsedRequestParams<Data> extends RequestParams {
  /** Is handed the response's `data` and returns it checked, as a schema's `parse` does; throws when it is something else. */
  readonly parse: (data: unknown) => Data | PromiseLike<Data>
}

/** Calls any endpoint. The result has a type only if `parse` checks it. */
export interface ClientRequest {
  <Data>(params: ParsedRequestParams<Data>): Promise<Data>
  (params: RequestParams & { readonly parse?: undefined }): Promise<unknown>
}

type AnyRequestParams = RequestParams & {
  readonly parse?: ((data: unknown) => unknown) | undefined
}

/** The function that calls any endpoint, over a client's settings. */
export function createRequest(settings: ClientSettings): ClientRequest {
  function request<Data>(params: ParsedRequestParams<Data>): Promise<Data>
  function request(params: AnyRequestParams): Promise<unknown>
  async function request(params: AnyRequestParams): Promise<unknown> {
    const limits = toCallLimits(settings, params)
    const { parse } = params
    if (parse !== undefined) assertFunction('parse', parse)
    const result = await callApi(settings, toEndpoint(params), limits)
    if ('data' in result) return parse === undefined ? result.data : parseData(parse, result.data)
    if (params.method === 'GET' || !result.ambiguous) throw result.error
    throw unknownOutcome(
      result,
      result.error,
      'Query what the call was to change, before you do it again',
    )
  }
  return request
}

function toEndpoint(params: RequestParams): Endpoint {
  const { method, path, query, body, route, idempotent } = params
  assertOneOf('method', method, REQUEST_METHODS)
  assertRequestPath(path)
  assertOptionalString('route', route)
  assertOptionalBoolean('idempotent', idempotent)
  return {
    method,
    route: route ?? toRoute(path),
    path,
    query: query === undefined ? undefined : toQueryText(query),
    body: body === undefined ? undefined : toJsonBody(body),
    repeatable: idempotent ?? method === 'GET',
    withoutApiKey: path.startsWith('/checkout/'),
  }
}

async function parseData<Data>(
  parse: (data: unknown) => Data | PromiseLike<Data>,
  data: unknown,
): Promise<Data> {
  try {
    return await parse(data)
  } catch (cause) {
    throw new ResponseError({ reason: 'no-data', httpStatus: 200 }, { cause })
  }
}
