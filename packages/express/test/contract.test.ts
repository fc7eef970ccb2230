/**
 * The contract on Express 5 and on Express 4.
 *
 * @module
 */
import { describeAdapter } from '@paystablecoin/adapter-contract/vitest'
import express from 'express'
import expressFour from 'express-4'
import * as adapter from '../src/index.ts'
import { createStart } from './support/start.ts'

describeAdapter('Express 5', createStart(adapter, express))
describeAdapter('Express 4', createStart(adapter, expressFour))
