// A diagnosis, and what a script makes of it.
import { diagnose, FINDINGS } from '@paystablecoin/doctor'
import type { DoctorOptions, Finding, FindingId, Report } from '@paystablecoin/doctor'

declare const callbackUrl: string | undefined

export const options: DoctorOptions = { environment: 'sandbox', callbackUrl, now: undefined }

export async function failures(): Promise<readonly Finding[]> {
  const { ok, findings }: Report = await diagnose(options)
  return ok ? [] : findings.filter(({ status }) => status === 'fail')
}

export const id: FindingId = 'clock-off'
export const advice: string = FINDINGS[id].advice ?? ''
