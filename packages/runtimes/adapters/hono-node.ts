/**
 * The packed Hono adapter on Node, through @hono/node-server.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/hono'
import { createNodeApp, createStart } from '../../hono/test/support/start.ts'

export const startHono: StartAdapter = createStart(adapter)
export const createHonoApp: CreateNodeApp = createNodeApp(adapter)
