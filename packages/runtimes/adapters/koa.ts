/**
 * The packed Koa adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { StartAdapter } from '@paystablecoin/conformance'
import * as adapter from '@paystablecoin/koa'
import Koa from 'koa'
import { createStart } from '../../koa/test/start.ts'

export const startKoa: StartAdapter = createStart(adapter, () => new Koa())
