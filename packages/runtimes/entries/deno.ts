/**
 * The suite and the contract of every adapter, on Deno.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as sandbox from '@paystablecoin/sandbox'
import { startExpress } from '../adapters/express.ts'
import { startFastify } from '../adapters/fastify.ts'
import { startHono } from '../adapters/hono-deno.ts'
import { startKoa } from '../adapters/koa.ts'
import { runContract } from '../adapters/run-contract.ts'
import { report } from './report.ts'

report([
  ...(await runPortable({ core, sandbox })),
  ...(await runContract({ runtime: 'deno', group: 'hono' }, startHono)),
  ...(await runContract({ runtime: 'deno', group: 'koa' }, startKoa)),
  ...(await runContract({ runtime: 'deno', group: 'fastify' }, startFastify)),
  ...(await runContract({ runtime: 'deno', group: 'express' }, startExpress)),
])
