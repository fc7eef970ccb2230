/**
 * The entry `@paystablecoin/doctor`: a diagnosis as a function.
 *
 * @module
 */
export { diagnose } from './diagnose.ts'
export type { DoctorOptions } from './options.ts'
export type { FindingStatus, FindingText } from './findings/finding.ts'
export { FINDINGS } from './findings/index.ts'
export type { FindingId } from './findings/index.ts'
export type { CheckName, Finding, Report } from './report.ts'
