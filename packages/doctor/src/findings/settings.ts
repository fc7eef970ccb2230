/**
 * What can be found in the settings: what it means, and what to do.
 * Runs no code.
 *
 * @module
 */
import type { FindingText } from './finding.ts'

/** The findings of the checks `settings` and `secret`. */
export const SETTINGS_FINDINGS = {
  'settings-complete': { status: 'pass', means: 'Merchant id, API key, secret and API are set.' },
  'settings-missing': {
    status: 'fail',
    means: 'Settings are missing. Without them no call can be signed.',
    advice: 'Set the variables that are named here, in the environment or by --env-file.',
  },
  'settings-invalid': {
    status: 'fail',
    means: 'A setting cannot be used: a client with it would throw.',
    advice: 'Correct the setting that is named here. Look for white space and quotes.',
  },
  'secret-well-formed': {
    status: 'pass',
    means: 'The secret looks as PayStablecoin makes them: 43 characters, base64url.',
  },
  'secret-of-emulator': {
    status: 'pass',
    means: 'The secret is the public one of the local emulator.',
  },
  'secret-of-emulator-in-use': {
    status: 'fail',
    means:
      'The secret is the public one of the local emulator, but the API is not local. Anybody can sign webhooks with it.',
    advice: 'Set PSC_API_SECRET to the secret of your account.',
  },
  'secret-white-space': {
    status: 'fail',
    means:
      'There is white space around the secret, often a newline from a file. Signatures made with it are wrong, so core refuses it.',
    advice:
      'Set it again without: printf, not echo. The other checks go on without the white space.',
  },
  'secret-quoted': {
    status: 'fail',
    means: 'There are quotes around the secret. They would become part of the key.',
    advice: 'Remove them: some shells, Docker --env-file and hosting pages keep quotes.',
  },
  'secret-url-encoded': {
    status: 'fail',
    means: 'The secret is URL-encoded: it has %XX in it. Signatures made with it are wrong.',
    advice: 'Copy the secret as it is shown in your account, not from a URL.',
  },
  'secret-is-api-key': {
    status: 'fail',
    means: 'Secret and API key are the same. The key is public; the secret is another text.',
    advice: 'Set PSC_API_SECRET to the secret that belongs to the key.',
  },
  'secret-placeholder': {
    status: 'fail',
    means: 'The secret is a placeholder from a document.',
    advice: 'Set PSC_API_SECRET to the secret of your account.',
  },
  'secret-decoded': {
    status: 'warning',
    means:
      'The secret has characters that PayStablecoin does not use in secrets, as if it had been decoded or encoded once more.',
    advice: 'Use it as the account shows it: its UTF-8 bytes are the key, never decode Base64.',
  },
  'secret-length': {
    status: 'warning',
    means: 'The secret is not 43 characters long: perhaps it was cut off, or is another value.',
    advice: 'Compare first and last characters with those in your account.',
  },
} as const satisfies Record<string, FindingText>
