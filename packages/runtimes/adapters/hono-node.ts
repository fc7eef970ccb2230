/**
 * The packed Hono adapter on Node, through @hono/node-server.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/conformance'
import * as adapter from '@paystablecoin/hono'
import { createStart } from '../../hono/test/start.ts'

export const startHono: StartAdapter = createStart(adapter)
