/**
 * The emulator's own credentials. They are public: nothing but the emulator may accept them.
 *
 * @module
 */

/** The credentials that the emulator accepts by default. They are public: use them for nothing else. */
export const EMULATOR_MERCHANT: {
  readonly merchantId: string
  readonly apiKey: string
  readonly apiSecret: string
} = {
  merchantId: '1000',
  apiKey: 'PSTGEMULATOREMULATOREMULATOR2',
  apiSecret: 'emulator-secret-for-local-use-only-000000000',
}

/** The secret that the `rotated-secret` fault signs with when a merchant has only one. Public, like the other. */
export const EMULATOR_ROTATED_SECRET = 'emulator-rotated-secret-for-local-use-00000' as const
