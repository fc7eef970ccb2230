/**
 * The contract on Koa 3 and on Koa 2.
 *
 * @module
 */
import Koa from 'koa'
import KoaTwo from 'koa-2'
import { describeAdapter, describeBehindHosts } from '@paystablecoin/adapter-contract/vitest'
import * as adapter from '../src/index.ts'
import { createNodeApp, createStart } from './support/start.ts'

const [onKoa3, onKoa2] = [() => new Koa(), () => new KoaTwo()]

describeAdapter('Koa 3', createStart(adapter, onKoa3))
describeAdapter('Koa 2', createStart(adapter, onKoa2))
describeBehindHosts('Koa 3', createNodeApp(adapter, onKoa3))
describeBehindHosts('Koa 2', createNodeApp(adapter, onKoa2))
