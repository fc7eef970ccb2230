/**
 * The contract on Hono, over @hono/node-server.
 *
 * @module
 */
import { describeAdapter, describeBehindHosts } from '@paystablecoin/adapter-contract/vitest'
import * as adapter from '../src/index.ts'
import { createNodeApp, createStart } from './support/start.ts'

describeAdapter('Hono', createStart(adapter))
describeBehindHosts('Hono', createNodeApp(adapter))
