/**
 * The contract on Fastify.
 *
 * @module
 */
import { describeAdapter } from '@paystablecoin/conformance/vitest'
import * as adapter from '../src/index.ts'
import { createStart } from './start.ts'

describeAdapter('Fastify', createStart(adapter))
