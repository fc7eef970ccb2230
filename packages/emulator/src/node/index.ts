/**
 * The entry for Node: the emulator over real sockets.
 *
 * @module
 */
export { startEmulator } from './start-emulator.ts'
export type { RunningEmulator, StartEmulatorOptions } from './start-emulator.ts'
export type { ActivityEntry } from '../activity/entry.ts'
