/**
 * The packed Hono adapter on Node, through @hono/node-server.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/hono'
import { createStart } from '../../hono/test/support/start.ts'

export const startHono: StartAdapter = createStart(adapter)
