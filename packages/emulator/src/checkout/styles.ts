/**
 * The stylesheet of the checkout page.
 *
 * @module
 */

/** The stylesheet. Colours keep a contrast of at least 4.5 to 1, in light and dark. */
export const CHECKOUT_CSS = `
:root { color-scheme: light dark; --ink: #1a1f36; --soft: #565e75; --page: #f6f7fa; --card: #fff; --line: #d3d9e4;
  --accent: #5145cd; --on-accent: #fff; --bad: #b1172c; --good: #0f6b43; --warn: #8a4b00; --warn-bg: #fdf0d5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf2; --soft: #a0a8bc; --page: #0e1118; --card: #161a24;
  --line: #333b4d; --accent: #aea8ff; --on-accent: #14122e; --bad: #ff9dab; --good: #7fdcab; --warn: #f3c77a; --warn-bg: #38290f; } }
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
.warning { padding: .75rem; border-radius: .5rem; background: var(--warn-bg); color: var(--warn); }
.tries { margin-top: 1rem; padding: 1rem 1.25rem; border: 1px dashed var(--soft); border-radius: .75rem; font-size: .875rem; color: var(--soft); }
.tries h2 { font-size: .875rem; margin: 0; color: var(--ink); } .tries p { margin: .125rem 0 0; } .tries a { display: inline-block; margin-top: .75rem; color: var(--accent); }
.tries .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; } .tries button { background: transparent; color: var(--ink); border-color: var(--soft); font-weight: 500; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.status-SUCCEEDED { color: var(--good); } .status-FAILED, .status-CLOSED { color: var(--bad); }
.rejected { color: var(--bad); font-weight: 600; }
`
