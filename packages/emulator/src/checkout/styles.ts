/**
 * The stylesheet of the checkout page.
 *
 * @module
 */

/** The stylesheet. Colours keep a contrast of at least 4.5 to 1, in light and dark. */
export const CHECKOUT_CSS = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #4a5568; --page: #eef2f7; --card: #fff; --line: #cbd5e0;
  --accent: #0b5fcc; --on-accent: #fff; --bad: #b3261e; --good: #146c2e; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f5f9; --soft: #b6c2d1; --page: #0d1420; --card: #172033;
  --line: #3b4a63; --accent: #8ab8ff; --on-accent: #0b1a33; --bad: #ffb4ab; --good: #7ddc97; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
.notice { margin: 0 0 1rem; padding: .5rem .75rem; border: 1px dashed var(--soft); border-radius: .5rem; color: var(--soft); font-size: .875rem; }
h1 { font-size: 1rem; font-weight: 500; margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.amount { font-size: 2.25rem; font-weight: 700; margin: .25rem 0; overflow-wrap: anywhere; }
.amount small { font-size: 1rem; font-weight: 500; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
fieldset { border: 0; margin: 0; padding: 0; } legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
.method { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .5rem; }
.method label { display: flex; gap: .75rem; align-items: center; padding: .75rem; cursor: pointer; }
.method input { flex: none; width: 1.25rem; height: 1.25rem; accent-color: var(--accent); margin: 0; }
.method:has(input:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.chain { display: none; padding: 0 .75rem .75rem; } .method:has(input:checked) .chain { display: block; }
.chain svg { display: block; width: 11rem; height: 11rem; margin: .5rem auto; background: #fff; border-radius: .25rem; }
code { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
button, .back { display: block; width: 100%; min-height: 2.75rem; padding: .625rem 1rem; border-radius: .5rem; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; border: 1px solid var(--accent);
  background: var(--accent); color: var(--on-accent); margin-top: .75rem; }
button.quiet { background: transparent; color: var(--accent); border-color: var(--line); }
.tries { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.status-SUCCEEDED { color: var(--good); } .status-FAILED, .status-CLOSED { color: var(--bad); }
.rejected { color: var(--bad); font-weight: 600; }
`
