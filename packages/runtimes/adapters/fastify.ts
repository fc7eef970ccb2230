/**
 * The packed Fastify adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/conformance'
import * as adapter from '@paystablecoin/fastify'
import { createStart } from '../../fastify/test/start.ts'

export const startFastify: StartAdapter = createStart(adapter)
