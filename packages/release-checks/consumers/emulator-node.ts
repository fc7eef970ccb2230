// The emulator on a port.
import { startEmulator } from '@paystablecoin/emulator/node'
import type { RunningEmulator } from '@paystablecoin/emulator/node'

export const start = (): Promise<RunningEmulator> => startEmulator({ port: 0, host: undefined })
