/**
 * The sandbox's own credentials. They are public: nothing but the sandbox may accept them.
 *
 * @module
 */

/** The credentials that the sandbox accepts by default. They are public: use them for nothing else. */
export const SANDBOX_MERCHANT: {
  readonly merchantId: string
  readonly apiKey: string
  readonly apiSecret: string
} = {
  merchantId: '1000',
  apiKey: 'PSTGSANDBOXSANDBOXSANDBOX2',
  apiSecret: 'sandbox-secret-for-local-use-only-000000000',
}

/** The secret that the `rotated-secret` fault signs with when a merchant has only one. Public, like the other. */
export const SANDBOX_ROTATED_SECRET = 'sandbox-rotated-secret-for-local-use-00000' as const
