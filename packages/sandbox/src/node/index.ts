/**
 * The entry for Node: the sandbox over real sockets.
 *
 * @module
 */
export { startSandbox } from './start-sandbox.ts'
export type { RunningSandbox, StartSandboxOptions } from './start-sandbox.ts'
