/**
 * The suite and the contract of every adapter, on Node.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import { createExpressApp, startExpress } from '../adapters/express.ts'
import { createFastifyApp, startFastify } from '../adapters/fastify.ts'
import { createHonoApp, startHono } from '../adapters/hono-node.ts'
import { createKoaApp, startKoa } from '../adapters/koa.ts'
import { runNodeContract } from '../adapters/run-node-contract.ts'
import { report } from './report.ts'

report([
  ...(await runPortable({ core, emulator })),
  ...(await runNodeContract({ runtime: 'node', group: 'hono' }, startHono, createHonoApp)),
  ...(await runNodeContract({ runtime: 'node', group: 'koa' }, startKoa, createKoaApp)),
  ...(await runNodeContract({ runtime: 'node', group: 'fastify' }, startFastify, createFastifyApp)),
  ...(await runNodeContract({ runtime: 'node', group: 'express' }, startExpress, createExpressApp)),
])
