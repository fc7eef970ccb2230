/**
 * The entry: PayStablecoin in this process, on any runtime.
 *
 * @module
 */
export { createWebhookRequest } from '@paystablecoin/core'
export type { WebhookRequestParts } from '@paystablecoin/core'
export { createEmulator } from './instance/emulator.ts'
export type { Emulator } from './instance/emulator.ts'
export type { Customer, CustomerResult, PayOptions } from './instance/customer.ts'
export { EMULATOR_MERCHANT, EMULATOR_ROTATED_SECRET } from './shared/credentials.ts'
export type { Diagnosis, Mistake } from './diagnosis/mistakes.ts'
export type { FaultKind, FaultRule } from './faults/fault.ts'
export type { ActiveFault, FaultSwitches } from './faults/fault-registry.ts'
export type { FaultRates } from './faults/parse-faults.ts'
export type { EmulatorMerchant, EmulatorOptions } from './state/options.ts'
export type { CallRecord } from './api/call-log.ts'
export type { WebhookFetch } from './webhooks/attempt.ts'
export type { Delivery, DeliveryAttempt } from './webhooks/delivery.ts'
export { sampleEvents } from './webhooks/sample-events.ts'
export type { SampleEvent, SampleEventName } from './webhooks/sample-events.ts'
