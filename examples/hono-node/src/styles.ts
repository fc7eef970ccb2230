/**
 * How the shop looks: one style sheet for phones first, light and dark.
 *
 * @module
 */

/** The style sheet. */
export const STYLES = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #f6f5f1; --card: #fff; --line: #e3e1da; --brand: #0b6e5f;
  --good: #0b6e5f; --bad: #b3261e; --attention: #8a5a00; --waiting: #35558a }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --soft: #a5adb8; --paper: #15181c; --card: #1e2228; --line: #31363d;
  --brand: #4cc3ae; --good: #4cc3ae; --bad: #ff8a80; --attention: #f0b54a; --waiting: #93b4f0 } }
* { box-sizing: border-box }
body { margin: 0; font: 1.05rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 1rem }
a { color: var(--brand) }
header a { color: inherit; font-weight: 700; text-decoration: none }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem }
h2 { font-size: 1.15rem; margin: 0 }
p { margin: .25rem 0 }
main > p { margin: 1rem 0 }
footer, .soft { color: var(--soft); font-size: .9rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem; margin: 0 0 1rem }
.product { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; align-items: center }
.tile { grid-row: span 2; width: 3.25rem; height: 3.25rem; border-radius: 10px; display: grid; place-items: center; font-size: 1.5rem;
  font-weight: 700; color: var(--card); background: var(--waiting) }
.product form { grid-column: 1 / -1 }
button, .button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0 0; padding: .6rem 1rem; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; color: var(--card); background: var(--brand); border: 1px solid var(--brand);
  border-radius: 10px; cursor: pointer }
button.quiet { color: var(--brand); background: transparent }
button:focus-visible, a:focus-visible { outline: 3px solid var(--waiting); outline-offset: 2px }
.state { border-left: .4rem solid var(--tone) }
.state h2 { color: var(--tone) }
.waiting { --tone: var(--waiting) } .good { --tone: var(--good) } .bad { --tone: var(--bad) } .attention { --tone: var(--attention) }
.code { font: 700 1.5rem/1.4 ui-monospace, monospace; letter-spacing: .15em }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 }
dt { color: var(--soft) }
dd { margin: 0; text-align: right; overflow-wrap: anywhere }
`
