/**
 * The packed Koa adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/koa'
import Koa from 'koa'
import { createStart } from '../../koa/test/support/start.ts'

export const startKoa: StartAdapter = createStart(adapter, () => new Koa())
