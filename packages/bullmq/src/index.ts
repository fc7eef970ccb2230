/**
 * The entry `@paystablecoin/bullmq`: an inbox on BullMQ.
 *
 * @module
 */
export { createBullMqInbox } from './create-inbox.ts'
export type { BullMqInbox, BullMqInboxOptions, WorkContext, WorkOptions } from './options.ts'
