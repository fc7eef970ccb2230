/**
 * The suite and the contract of every adapter, on Bun.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as sandbox from '@paystablecoin/sandbox'
import { startExpress } from '../adapters/express.ts'
import { startFastify } from '../adapters/fastify.ts'
import { startHono } from '../adapters/hono-bun.ts'
import { startKoa } from '../adapters/koa.ts'
import { runContract } from '../adapters/run-contract.ts'
import { report } from './report.ts'

report([
  ...(await runPortable({ core, sandbox })),
  ...(await runContract({ runtime: 'bun', group: 'hono' }, startHono)),
  ...(await runContract({ runtime: 'bun', group: 'koa' }, startKoa)),
  ...(await runContract({ runtime: 'bun', group: 'fastify' }, startFastify)),
  ...(await runContract({ runtime: 'bun', group: 'express' }, startExpress)),
])
