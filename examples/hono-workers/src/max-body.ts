/**
 * How long a webhook may be, so that a message of the queue holds it.
 *
 * @module
 */

/**
 * The longest body whose entry fits a message, which holds 128,000 bytes. An entry has the body as a JSON string, twice as long at
 * worst, and the order's id three times more, which at worst is the whole body: 8 × 15,000 bytes, and some for the rest.
 */
export const MAX_BODY_BYTES = 15_000
