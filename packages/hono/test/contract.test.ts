/**
 * The contract on Hono, over @hono/node-server.
 *
 * @module
 */
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import * as adapter from '../src/index.ts'
import { createStart } from './support/start.ts'

describeAdapter('Hono', createStart(adapter))
