/**
 * The suite and the contract of every adapter, on Node.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as sandbox from '@paystablecoin/sandbox'
import { startExpress } from '../adapters/express.ts'
import { startFastify } from '../adapters/fastify.ts'
import { startHono } from '../adapters/hono-node.ts'
import { startKoa } from '../adapters/koa.ts'
import { runContract } from '../adapters/run-contract.ts'
import { report } from './report.ts'

report([
  ...(await runPortable({ core, sandbox })),
  ...(await runContract({ runtime: 'node', group: 'hono' }, startHono)),
  ...(await runContract({ runtime: 'node', group: 'koa' }, startKoa)),
  ...(await runContract({ runtime: 'node', group: 'fastify' }, startFastify)),
  ...(await runContract({ runtime: 'node', group: 'express' }, startExpress)),
])
