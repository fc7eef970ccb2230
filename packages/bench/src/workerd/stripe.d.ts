/** What the Worker uses of stripe, which lives outside the workspace. */
declare module 'stripe' {
  export default class Stripe {
    constructor(key: string)
    readonly webhooks: {
      generateTestHeaderStringAsync(options: { payload: string; secret: string }): Promise<string>
      constructEventAsync(body: Uint8Array, header: string, secret: string): Promise<unknown>
    }
  }
}
