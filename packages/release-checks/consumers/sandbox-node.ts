// The sandbox on a port.
import { startSandbox } from '@paystablecoin/sandbox/node'
import type { RunningSandbox } from '@paystablecoin/sandbox/node'

export const start = (): Promise<RunningSandbox> => startSandbox({ port: 0, host: undefined })
