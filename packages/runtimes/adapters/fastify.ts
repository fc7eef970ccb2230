/**
 * The packed Fastify adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/fastify'
import { createNodeApp, createStart } from '../../fastify/test/support/start.ts'

export const startFastify: StartAdapter = createStart(adapter)
export const createFastifyApp: CreateNodeApp = createNodeApp(adapter)
