/**
 * The contract on Hono, over @hono/node-server.
 *
 * @module
 */
import { describeAdapter } from '@paystablecoin/conformance/vitest'
import * as adapter from '../src/index.ts'
import { createStart } from './start.ts'

describeAdapter('Hono', createStart(adapter))
