/**
 * The contract on Fastify.
 *
 * @module
 */
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import * as adapter from '../src/index.ts'
import { createStart } from './support/start.ts'

describeAdapter('Fastify', createStart(adapter))
