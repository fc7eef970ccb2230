/**
 * The suite and the contract of every adapter and of `receiver.fetch`, on Bun.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'
import { createExpressApp, startExpress } from '../adapters/express.ts'
import { createFastifyApp, startFastify } from '../adapters/fastify.ts'
import { startFetchOn } from '../adapters/fetch.ts'
import { startHonoOn } from '../adapters/hono.ts'
import { createKoaApp, startKoa } from '../adapters/koa.ts'
import { runContract } from '../adapters/run-contract.ts'
import { runNodeContract } from '../adapters/run-node-contract.ts'
import { serve } from '../adapters/serve-bun.ts'
import { report } from './report.ts'

report([
  ...(await runPortable({ core, emulator })),
  ...(await runContract({ runtime: 'bun', group: 'fetch' }, startFetchOn(serve))),
  ...(await runContract({ runtime: 'bun', group: 'hono' }, startHonoOn(serve))),
  ...(await runNodeContract({ runtime: 'bun', group: 'koa' }, startKoa, createKoaApp)),
  ...(await runNodeContract({ runtime: 'bun', group: 'fastify' }, startFastify, createFastifyApp)),
  ...(await runNodeContract({ runtime: 'bun', group: 'express' }, startExpress, createExpressApp)),
])
