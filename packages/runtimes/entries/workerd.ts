/**
 * The suite in a worker without any compatibility flag.
 *
 * @module
 */
import { runPortable } from '@paystablecoin/adapter-contract/portable'
import * as core from '@paystablecoin/core'
import * as emulator from '@paystablecoin/emulator'

export default {
  fetch: async (): Promise<Response> => Response.json(await runPortable({ core, emulator })),
}
