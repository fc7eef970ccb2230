/**
 * The packed Koa adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/koa'
import Koa from 'koa'
import { createNodeApp, createStart } from '../../koa/test/support/start.ts'

const createKoa = (): Koa => new Koa()

export const startKoa: StartAdapter = createStart(adapter, createKoa)
export const createKoaApp: CreateNodeApp = createNodeApp(adapter, createKoa)
