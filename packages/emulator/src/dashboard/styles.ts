/**
 * The dashboard's stylesheet. Colours keep a contrast of at least 4.5 to 1, in light and dark.
 *
 * @module
 */

/** The stylesheet. */
export const DASHBOARD_CSS = `
:root { color-scheme: light dark; --ink: #1a1f36; --soft: #565e75; --page: #f6f7fa; --card: #fff; --sunk: #f6f7fa; --line: #e1e5ee; --edge: #c3cad9;
  --accent: #5145cd; --on-accent: #fff; --good: #0f6b43; --good-bg: #dcf5e7; --bad: #b1172c; --bad-bg: #fde7ea; --warn: #8a4b00; --warn-bg: #fdf0d5;
  --calm: #4b5468; --calm-bg: #edeff4; --shadow: 0 1px 2px rgb(26 31 54 / .06); }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf2; --soft: #a0a8bc; --page: #0e1118; --card: #161a24; --sunk: #10141c; --line: #282e3d; --edge: #414a5f;
  --accent: #aea8ff; --on-accent: #14122e; --good: #7fdcab; --good-bg: #12332a; --bad: #ff9dab; --bad-bg: #3d1820; --warn: #f3c77a; --warn-bg: #38290f;
  --calm: #b3bacb; --calm-bg: #262c3a; --shadow: none; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: .875rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1, h2, h3, p { margin: 0; } h1 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; } h2 { font-size: .9375rem; } h3 { font-size: .8125rem; }
code, pre { font: .78125rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; } h1 code { font-size: 1.125rem; font-weight: 600; }
pre { margin: 0; padding: .625rem .75rem; max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); border: 1px solid var(--line); border-radius: .375rem; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; } code { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
.unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: absolute; top: .5rem; left: .5rem; z-index: 2; padding: .5rem .75rem; background: var(--card); }
.soft { color: var(--soft); } .warn { color: var(--warn); font-weight: 600; }

header { background: var(--card); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
.bar { max-width: 82rem; margin: 0 auto; padding: .625rem 1.25rem; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; }
.brand { display: flex; align-items: center; gap: .5rem; font-weight: 650; color: var(--ink); text-decoration: none; } .emulator { color: var(--soft); font-weight: 450; }
.mark { width: 1rem; height: 1rem; border-radius: .3125rem; background: var(--accent); box-shadow: inset 0 0 0 .25rem var(--accent), inset 0 0 0 .5rem var(--card); }
nav { display: flex; gap: .25rem; } nav a { padding: .25rem .625rem; border-radius: .375rem; color: var(--soft); text-decoration: none; font-weight: 550; }
nav a:hover { color: var(--ink); } nav [aria-current] { color: var(--ink); background: var(--calm-bg); } .to-tools { display: none; }
.now { margin-left: auto; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; color: var(--soft); }
time { font-variant-numeric: tabular-nums; } .clock time { color: var(--ink); } .ahead { display: inline-block; color: var(--warn); background: var(--warn-bg); border-radius: .25rem; padding: 0 .375rem; font-weight: 600; font-size: .75rem; }
.live::before, .lost::before { content: ''; display: inline-block; width: .5rem; height: .5rem; margin-right: .375rem; border-radius: 50%; background: var(--good); } .lost { color: var(--bad); font-weight: 600; } .lost::before { background: var(--bad); }

.columns { max-width: 82rem; margin: 0 auto; padding: 1.25rem; display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: 1.5rem; align-items: start; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; box-shadow: var(--shadow); }
section + section, #overview + section { margin-top: 1.75rem; } aside > * + * { margin-top: 1rem !important; } #lists h1 { margin-bottom: .75rem; } #lists h2 { margin: 1.75rem 0 .5rem; }
.head { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; margin-bottom: .5rem; }
.head .number { margin-left: .25rem; padding: 0 .4375rem; border-radius: 1rem; background: var(--bad-bg); color: var(--bad); font-size: .75rem; }
.empty { padding: 1.5rem; text-align: center; color: var(--soft); border: 1px dashed var(--edge); border-radius: .5rem; } .more { margin-top: .5rem; color: var(--soft); }

table { width: 100%; border-spacing: 0; overflow: hidden; } th, td { text-align: left; padding: .4375rem .875rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; } th { color: var(--soft); font-weight: 500; font-size: .75rem; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td.id { white-space: normal; }
.pill { display: inline-block; border-radius: .25rem; padding: 0 .375rem; font-size: .75rem; font-weight: 600; line-height: 1.25rem; white-space: nowrap; color: var(--calm); background: var(--calm-bg); }
.pill.good, .pill.SUCCEEDED { color: var(--good); background: var(--good-bg); } .pill.bad, .pill.FAILED { color: var(--bad); background: var(--bad-bg); } .pill.fault, .pill.PROCESSING { color: var(--warn); background: var(--warn-bg); }

.timeline { list-style: none; margin: 0; padding: 0; overflow: hidden; } .timeline > li + li { border-top: 1px solid var(--line); }
summary { cursor: pointer; }
.timeline > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; } .timeline > li > .entry { grid-area: 1 / 1 / 2 / 3; } .timeline > li > .subject { grid-area: 1 / 2; z-index: 1; align-self: start; margin: .4375rem .875rem; width: 10.5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: .78125rem/1.3125rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.subject + .entry > summary { padding-right: 12.25rem; }
.entry > summary { list-style: none; display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem .625rem; padding: .4375rem .875rem; }
.entry > summary::-webkit-details-marker { display: none; } .entry > summary:hover { background: var(--sunk); } .entry > summary:focus-visible { outline-offset: -2px; }
.entry time, .milestone time { color: var(--soft); font-size: .8125rem; }
.direction { font-size: .75rem; color: var(--soft); min-width: 4.75rem; } .direction::before { content: '→ '; } .direction.webhook::before { content: '← '; } .direction.status::before { content: '◆ '; }
.title { flex: 1 1 11rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; } .target { color: var(--soft); font-weight: 400; }
.count { font-size: .75rem; color: var(--calm); background: var(--calm-bg); border-radius: .25rem; padding: 0 .375rem; line-height: 1.25rem; } .since { color: var(--soft); }
.reason { flex-basis: 100%; color: var(--bad); overflow-wrap: anywhere; font-size: .8125rem; } .failures .reason { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.opened { padding: .25rem .875rem .875rem; border-top: 1px solid var(--line); background: var(--card); } .opened > * { margin-top: .75rem; }
.blocks { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); align-items: start; } .block-head { display: flex; justify-content: space-between; align-items: center; min-height: 1.75rem; }
.block-head { color: var(--soft); font-size: .8125rem; font-weight: 550; } .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .125rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.diagnosis { padding: .5rem .75rem; border-radius: .375rem; background: var(--bad-bg); color: var(--bad); } .attempts { margin-bottom: 0; padding: 0; list-style: none; } .attempts li { display: flex; flex-wrap: wrap; gap: 0 .625rem; }

.story > li { border-left: 3px solid var(--edge); } .state { font-size: .6875rem; color: var(--soft); min-width: 5.5rem; text-align: right; }
.story > .rail-SUCCEEDED { border-left-color: var(--good); } .story > .rail-PROCESSING { border-left-color: var(--warn); } .story > .rail-FAILED, .story > .rail-CLOSED { border-left-color: var(--bad); }
.timeline > .milestone { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem .625rem; padding: .4375rem .875rem; background: var(--sunk); }
.crumbs { color: var(--soft); margin-bottom: .5rem; font-size: .8125rem; } .title-row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; } .lead { margin: .25rem 0 1rem; display: flex; align-items: center; gap: .5rem; } .lead strong { font-size: 1.125rem; }
.subject-facts { grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: .5rem 1.5rem; padding: .875rem; } .subject-facts dt { font-size: .75rem; }
.warning { margin: 0 0 1rem; padding: .625rem .875rem; border-radius: .5rem; background: var(--warn-bg); color: var(--warn); } .actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 1.75rem; }

form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 0; } label { color: var(--soft); } .label { display: block; font-size: .75rem; }
input, select, button, .button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: .375rem; padding: .25rem .625rem; min-height: 2rem; max-width: 100%; }
input[type=number] { width: 4.25rem; } [type=checkbox] { width: 1rem; min-height: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); } ::placeholder { color: var(--soft); opacity: 1; }
button, .button { cursor: pointer; font-weight: 550; text-decoration: none; display: inline-block; } button:hover, .button:hover { border-color: var(--accent); color: var(--accent); } td button { min-height: 1.5rem; padding: 0 .5rem; }
.danger { color: var(--bad); } .copy { display: none; flex: none; white-space: nowrap; min-height: 1.5rem; padding: 0 .5rem; font-size: .75rem; color: var(--soft); } .js .copy { display: inline-block; }
.filter { margin-bottom: .75rem; } .filter .search { flex: 2 1 14rem; } .filter .of-order { flex: 1 1 11rem; } .filter input:not([type=checkbox]) { width: 100%; } .check { display: flex; align-items: center; gap: .375rem; min-height: 2rem; color: var(--ink); }
.tool { padding: .875rem; } .tool > * + * { margin-top: .625rem; } .tool label input { margin-right: .25rem; } .tool .wide { flex-basis: 100%; } .tool .wide select { width: 100%; }
.faults { list-style: none; margin: .25rem 0 0; padding: 0; } .faults li { display: flex; justify-content: space-between; gap: .5rem; align-items: center; padding: .25rem 0; }
.credentials { margin: 0; } .credentials dt { font-size: .75rem; } .credentials code { font-size: .71875rem; } .credentials dd { display: flex; justify-content: space-between; align-items: center; gap: .5rem; margin-bottom: .25rem; }
.reset summary { font-weight: 600; color: var(--bad); } .reset p { color: var(--soft); }
@media (max-width: 84rem) { .webhook ~ .count .since { display: none; } .story .webhook ~ .count .since { display: inline; } }
@media (max-width: 79rem) { .count .since { display: none; } }
@media (max-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr); } .to-tools { display: block; } header { position: static; } }
@media (max-width: 40rem) { .columns { padding: .875rem; } .wide, .ms, .entry .target, .since, .state { display: none; } .tool .wide { display: block; }
  .bar { padding: .5rem .875rem; gap: .25rem; } .now { display: contents; } #live-state { order: 1; margin-left: auto; color: var(--soft); } nav { order: 2; margin-left: -.625rem; } #header-clock { order: 3; margin-left: auto; }
  .entry > summary, .opened, .milestone { padding-left: .75rem; padding-right: .75rem; } .title { order: 1; flex-basis: 100%; white-space: normal; overflow-wrap: anywhere; } .timeline > li > .subject { grid-area: auto; width: auto; margin: .4375rem .75rem 0; } .timeline > li > .entry { grid-area: auto; } .timeline > li { grid-template-columns: minmax(0, 1fr); } .subject + .entry > summary { padding-right: .75rem; padding-top: 0; } .reason { order: 2; }
  .entry .direction { flex: 1; min-width: 0; } .milestone .direction { min-width: 0; } #header-clock .clock:has(+ .ahead) { display: none; } .facts:not(.subject-facts) { grid-template-columns: minmax(0, 1fr); } dd + dt { margin-top: .25rem; }
  thead { display: none; } tbody, tr, td { display: block; } tr { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; padding: .5rem .75rem; border-bottom: 1px solid var(--line); } tr:last-child { border-bottom: 0; }
  table.card { display: block; } td { padding: 0; border: 0; } td.id { flex-basis: 100%; } td.wide { display: none; } }
`
