/**
 * What the provider does to an example shop: signed webhooks, and what the emulator's dashboard can do.
 * Must not know an example.
 *
 * @module
 */
import { createWebhookRequest } from '@paystablecoin/core'
import { EMULATOR_MERCHANT } from '@paystablecoin/emulator'

/** A payment of the example's order in full, as a webhook tells of it. */
export function paymentOf(merchantOrderId: string): Record<string, unknown> {
  return {
    merchantOrderId,
    paymentOrderId: 'PAY_1738112345111',
    status: 'SUCCEEDED',
    orderAmount: { value: '4.50', currency: 'USD' },
    cryptoPaymentAmount: { value: '4.50', currency: 'USDT' },
    cryptoPaidAmount: { value: '4.50', currency: 'USDT' },
  }
}

/** Sends a signed webhook to a shop. Resolves with the status of the response. */
export async function sendWebhook(shopUrl: string, data: object): Promise<number> {
  const parts = { url: `${shopUrl}/webhook/payment`, body: JSON.stringify(data) }
  return (await fetch(await createWebhookRequest(parts, EMULATOR_MERCHANT.apiSecret))).status
}

/** Presses a button of the emulator's dashboard, as a script does. */
export async function pressDashboard(
  emulatorUrl: string,
  path: string,
  body: object = {},
): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${emulatorUrl}/emulator/${path}`, init)
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`)
  return response.json() as Promise<Record<string, unknown>>
}

/** Runs a function while the emulator sends no webhook. */
export async function withoutWebhooks<Result>(
  emulatorUrl: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const fault = { kind: 'withhold', times: 1000 }
  const { faultId } = await pressDashboard(emulatorUrl, 'faults', fault)
  try {
    return await run()
  } finally {
    await pressDashboard(emulatorUrl, `faults/${String(faultId)}/remove`)
  }
}
