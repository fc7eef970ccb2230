/**
 * The HTML of the dashboard's tools: the clock, the credentials, the faults, and the reset that asks once.
 * Changes nothing.
 *
 * @module
 */
import { html } from 'hono/html'
import type { ActiveFault } from '../faults/fault-registry.ts'
import { FAULT_KINDS, FAULTS } from '../faults/fault.ts'
import type { Merchant } from '../provider/model.ts'
import { EMULATOR_MERCHANT } from '../shared/credentials.ts'
import { renderCopy } from './blocks.ts'
import type { Html } from './format.ts'
import { clockTime, formatSpan } from './format.ts'

export interface ToolsView {
  /** The emulator's own time. */
  readonly nowMs: number
  /** How far it is ahead of the real one. */
  readonly aheadMs: number
  readonly origin: string
  readonly scheme: string
  readonly seed: string
  readonly merchants: readonly Merchant[]
  readonly faults: readonly ActiveFault[]
}

const AHEAD_FROM_MS = 1_000

/** Renders the tools. */
export function renderTools(view: ToolsView): Html {
  return html`<aside id="tools" aria-label="Tools">
    <section class="card tool" aria-labelledby="clock-title">
      <h2 id="clock-title">Clock</h2>
      <p id="tool-clock" class="soft" data-live>${describeClock(view)}</p>
      <form method="post" action="/emulator/advance">
        <label><input name="minutes" type="number" min="1" value="30" /> minutes</label>
        <button>Advance</button>
      </form>
    </section>
    <section class="card tool" aria-labelledby="faults-title">
      <h2 id="faults-title">Faults</h2>
      <div id="tool-faults" data-live>${renderFaults(view.faults)}</div>
      ${renderFaultForm()}
    </section>
    <section class="card tool" aria-labelledby="credentials-title">
      <h2 id="credentials-title">Credentials</h2>
      ${view.merchants.map((merchant) => renderCredentials(merchant, view.origin))}
      <p class="soft">Webhooks are signed in scheme <code>${view.scheme}</code>. Seed <code>${view.seed}</code>.</p>
    </section>
    <details class="card tool reset">
      <summary>Reset…</summary>
      <p>Forgets every order, refund, call and webhook, removes your faults and sets the clock back.</p>
      <form method="post" action="/emulator/reset"><button class="danger">Reset everything</button></form>
    </details>
  </aside>`
}

/** Renders the emulator's time, and how far it was advanced. */
export function renderClock({ nowMs, aheadMs }: Pick<ToolsView, 'nowMs' | 'aheadMs'>): Html {
  return html`<span class="clock"><time data-clock-ms="${nowMs}">${clockTime(nowMs)}</time> UTC</span>
    ${aheadMs < AHEAD_FROM_MS ? '' : html`<span class="ahead">${formatSpan(aheadMs)} ahead</span>`}`
}

function describeClock({ aheadMs }: ToolsView): string {
  if (aheadMs < AHEAD_FROM_MS) return 'It shows the real time.'
  return `It is ${formatSpan(aheadMs)} ahead of the real time. Signatures keep the real one.`
}

function renderFaultForm(): Html {
  return html`<form method="post" action="/emulator/faults">
    <label class="wide">
      <span class="label">Fault</span>
      <select name="kind">
        ${FAULT_KINDS.map((kind) => html`<option value="${kind}">${kind}: ${FAULTS[kind].title}</option>`)}
      </select>
    </label>
    <label>Times <input name="times" type="number" min="1" value="1" /></label>
    <button>Set</button>
  </form>`
}

function renderFaults(faults: readonly ActiveFault[]): Html {
  if (faults.length === 0) return html`<p class="soft">None is active.</p>`
  return html`<h3>Active faults</h3>
    <ul class="faults">
      ${faults.map(
        ({ faultId, kind, times, on, status, id }) => html`<li>
          <span><strong>${kind}</strong> ${describeTarget({ on, status, id })}${times === Infinity ? 'always' : `${times} ×`}</span>
          <form method="post" action="/emulator/faults/${faultId}/remove">
            <button aria-label="Remove the fault ${kind}">Remove</button>
          </form>
        </li>`,
      )}
    </ul>`
}

function describeTarget({ on, status, id }: Pick<ActiveFault, 'on' | 'status' | 'id'>): string {
  return [on, status, id].flatMap((part) => (part === undefined ? [] : `${part}, `)).join('')
}

function renderCredentials(merchant: Merchant, origin: string): Html {
  const { merchantId, apiKey, apiSecrets } = merchant
  const secret = publicSecretOf(merchant)
  const variables = [
    `PSC_BASE_URL=${origin}`,
    `PSC_MERCHANT_ID=${merchantId}`,
    `PSC_API_KEY=${apiKey}`,
    ...(secret === undefined ? [] : [`PSC_API_SECRET=${secret}`]),
  ].join('\n')
  return html`<dl class="credentials">
      ${renderCredential('Base URL', origin)} ${renderCredential('Merchant ID', merchantId)}
      ${renderCredential('API key', apiKey)}
      ${
        secret === undefined
          ? html`<dt>API secret</dt>
              <dd class="soft">your own (${apiSecrets.length}), not shown</dd>`
          : renderCredential('API secret', secret)
      }
    </dl>
    <button type="button" class="copy" data-copy="${`${variables}\n`}">Copy as .env</button>`
}

function renderCredential(name: string, value: string): Html {
  return html`<dt>${name}</dt>
    <dd><code>${value}</code> ${renderCopy(value, `the ${name}`)}</dd>`
}

// The emulator's own secret is public. One that a user has set may be in use elsewhere.
function publicSecretOf({ apiSecrets: [first] }: Merchant): string | undefined {
  return first === EMULATOR_MERCHANT.apiSecret ? first : undefined
}
