// A merchant's tests against the sandbox, in process.
import { createSandbox, SANDBOX_MERCHANT } from '@paystablecoin/sandbox'
import type { Delivery, Sandbox } from '@paystablecoin/sandbox'

export const sandbox: Sandbox = createSandbox({ seed: undefined })

export async function pay(): Promise<readonly Delivery[]> {
  const response = await sandbox.fetch(new Request('http://sandbox.example/'))
  if (!response.ok) throw new Error(SANDBOX_MERCHANT.merchantId)
  return sandbox.deliveries()
}
