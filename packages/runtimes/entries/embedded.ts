/**
 * The suite as a promise of its results, for a page and for a VM, which await `globalThis.results`.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'

Object.assign(globalThis, { results: runPortable({ core, emulator }) })
