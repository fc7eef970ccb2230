/**
 * The page of the provider's codes, as the emulator knows them and as the client sorts them.
 * Must not know how a call is made.
 *
 * @module
 */
import { isCode, isInvented, messageOf } from '../../emulator/src/provider/codes.ts'
import { categoryOf } from './produced-errors.ts'

const CATEGORIES = `# The provider's codes

Branch on \`error.category\`, not on the code: PayStablecoin documents ranges, and may add codes. \`error.providerCode\` is for your log.

| range | \`category\` | what it means | what to do |
| --- | --- | --- | --- |
| \`10xxx\` | \`parameter\` | a field of the request is wrong | fix the code that calls; nothing was created |
| \`20xxx\` | \`business\` | the order's state does not allow it | query the order, and go by its status |
| \`30xxx\` | \`data\` | something is wrong with the data at the provider | it may have taken effect: the client queries a creation by itself |
| \`40xxx\` | \`not-found\` | there is no such order or refund | a query may lag behind a creation by seconds |
| \`50xxx\` | \`authorization\` | key, signature, clock or permission | run \`paystablecoin-emulator verify request\`: it names the mistake |
| \`99999\` | \`system\` | the provider's internal error | it may have taken effect; \`retryable\` is true, the client has tried again |
| other | \`other\` | not documented | treat it as unknown: query |

\`ApiError\` is thrown only when the provider refused a clean attempt. When an earlier attempt may have taken effect, the client queries first: see [When the outcome is unknown](/guides/unknown).

## The documented codes
`

/** Writes the page. */
export async function writeCodesPage(): Promise<string> {
  const codes = Array.from({ length: 100_000 }, (_, number) => String(number).padStart(5, '0'))
  const rows = await Promise.all(
    codes.filter(isCode).map(async (code) => ({
      isDocumented: !isInvented(code),
      row: `| \`${code}\` | ${messageOf(code)} | ${(await categoryOf(code)) ?? 'success'} |`,
    })),
  )
  const documented = rows.filter(({ isDocumented }) => isDocumented).map(({ row }) => row)
  const invented = rows.filter(({ isDocumented }) => !isDocumented).map(({ row }) => row)
  return `${CATEGORIES}
| code | meaning | category |
| --- | --- | --- |
${documented.join('\n')}

## Codes of the emulator's own

The documents name no code for these cases, so the emulator has some in the right range. The provider's will differ.

| code | meaning | category |
| --- | --- | --- |
${invented.join('\n')}
`
}
