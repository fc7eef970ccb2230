/**
 * The contract on Express 5 and on Express 4.
 *
 * @module
 */
import { describeAdapter, describeBehindHosts } from '@paystablecoin/adapter-contract/vitest'
import express from 'express'
import expressFour from 'express-4'
import * as adapter from '../src/index.ts'
import { createNodeApp, createStart } from './support/start.ts'

describeAdapter('Express 5', createStart(adapter, express))
describeAdapter('Express 4', createStart(adapter, expressFour))
describeBehindHosts('Express 5', createNodeApp(adapter, express))
describeBehindHosts('Express 4', createNodeApp(adapter, expressFour))
