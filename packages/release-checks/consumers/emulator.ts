// A merchant's tests against the emulator, in process.
import { createEmulator, EMULATOR_MERCHANT } from '@paystablecoin/emulator'
import type { Delivery, Emulator } from '@paystablecoin/emulator'

export const emulator: Emulator = createEmulator({ seed: undefined })

export async function pay(): Promise<readonly Delivery[]> {
  const response = await emulator.fetch(new Request('http://emulator.example/'))
  if (!response.ok) throw new Error(EMULATOR_MERCHANT.merchantId)
  return emulator.deliveries()
}
