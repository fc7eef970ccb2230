/**
 * The contract on Fastify.
 *
 * @module
 */
import { describeAdapter, describeBehindHosts } from '@paystablecoin/adapter-contract/vitest'
import * as adapter from '../src/index.ts'
import { createNodeApp, createStart } from './support/start.ts'

describeAdapter('Fastify', createStart(adapter))
describeBehindHosts('Fastify', createNodeApp(adapter))
