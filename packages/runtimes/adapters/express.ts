/**
 * The packed Express adapter, on `node:http`: Node's, Bun's or Deno's.
 *
 * @module
 */
import type { CreateNodeApp, StartAdapter } from '@paystablecoin/adapter-contract'
import * as adapter from '@paystablecoin/express'
import express from 'express'
import { createNodeApp, createStart } from '../../express/test/support/start.ts'

export const startExpress: StartAdapter = createStart(adapter, express)
export const createExpressApp: CreateNodeApp = createNodeApp(adapter, express)
