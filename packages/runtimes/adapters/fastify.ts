/**
 * The packed Fastify adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/fastify'
import { createStart } from '../../fastify/test/support/start.ts'

export const startFastify: StartAdapter = createStart(adapter)
