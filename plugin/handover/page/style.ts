/** The only style sheet of the page. The page's content security policy holds its hash. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b2430; --soft: #56606e; --ground: #f3f5f8; --card: #fff; --line: #d5dbe3; --field: #f7f9fb; --edge: #6b7684;
  --accent: #0b5cab; --on-accent: #fff; --good: #1a6b34; --good-ground: #e9f6ed; --bad: #a8071a; --bad-ground: #fdecee;
  --odd: #7a4b00; --odd-ground: #fff5e0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6eaf0; --soft: #a9b4c2; --ground: #10151d; --card: #19212c; --line: #303b4a; --field: #121922; --edge: #8592a3;
    --accent: #82b6ff; --on-accent: #08121f; --good: #7fdb9b; --good-ground: #12291a; --bad: #ff9ba3; --bad-ground: #351519;
    --odd: #f5c46b; --odd-ground: #2e2310;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
header, main, footer { max-width: 52rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.25rem; }
footer { padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
h1 { margin: 0; font-size: 1.65rem; line-height: 1.25; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0; font-size: 1.02rem; }
p { margin: .4rem 0; }
.org { margin: .5rem 0; }
.org strong { margin-right: .4rem; font-size: 1.1rem; }
a { color: var(--accent); }
code, pre, input, .value { font-family: ui-monospace, 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace; font-size: .9rem; }
.fingerprint { overflow-wrap: normal; }
.word { display: inline-block; max-width: 100%; }
.soft { color: var(--soft); }
.verdict { margin-top: 1.25rem; padding: 1rem 1.25rem; border: 1px solid currentcolor; border-left-width: .4rem; border-radius: .4rem; }
.verdict h2 { margin: 0; font-size: 1.15rem; }
.verdict > :not(h2) { color: var(--ink); }
.ready { color: var(--good); background: var(--good-ground); }
.blocked { color: var(--bad); background: var(--bad-ground); }
.unknown, .not-proven, .untested, .switch { color: var(--odd); background: var(--odd-ground); }
.problems { margin: .75rem 0 0; padding-left: 1.25rem; }
.problems li { margin-top: .75rem; }
.steps { margin: 0; padding: 0; list-style: none; counter-reset: step; }
.steps > li { position: relative; margin-top: .75rem; padding: 1rem 1.25rem 1.1rem 3.75rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; counter-increment: step; }
.steps > li::before { content: counter(step); position: absolute; left: 1.1rem; top: .95rem; width: 1.75rem; height: 1.75rem; border-radius: 50%; text-align: center; line-height: 1.75rem; font-weight: 700; font-size: .9rem; color: var(--on-accent); background: var(--accent); }
.row { display: flex; gap: .6rem; align-items: stretch; margin-top: .6rem; }
.value { flex: 1; min-width: 0; padding: .5rem .7rem; background: var(--field); border: 1px solid var(--line); border-radius: .3rem; }
pre { margin: .5rem 0 0; line-height: 1.4; white-space: pre-wrap; }
[data-locked] .pasted, [data-blocked] .pasted { color: var(--soft); user-select: none; }
:root:not([data-scripted]) .scripted, :root[data-scripted] .unscripted { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
input { flex: 1; min-width: 0; padding: .5rem .7rem; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: .3rem; }
input[aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
label { display: block; margin-top: .6rem; font-weight: 600; font-size: .92rem; }
button { flex: none; align-self: flex-start; min-width: 7rem; padding: .5rem .9rem; font: inherit; font-weight: 600; font-size: .92rem; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: .3rem; cursor: pointer; }
button[data-state="copied"] { color: var(--good); background: var(--good-ground); border-color: currentcolor; }
button[data-state="failed"] { color: var(--bad); background: var(--bad-ground); border-color: currentcolor; }
button:disabled { color: var(--soft); background: transparent; border-color: var(--line); cursor: not-allowed; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.outcome { font-weight: 600; }
.outcome:empty { margin: 0; }
.outcome[data-outcome="pass"], .rules li[data-outcome="pass"]::before { color: var(--good); }
.outcome[data-outcome="fail"], .rules li[data-outcome="fail"]::before { color: var(--bad); }
.rules { margin: .5rem 0 0; padding: 0; list-style: none; }
.rules li { padding-left: 1.4rem; text-indent: -1.4rem; }
.rules li::before { content: '•'; display: inline-block; width: 1.4rem; text-indent: 0; font-weight: 700; }
.rules li[data-outcome="pass"]::before { content: '✓'; }
.rules li[data-outcome="fail"]::before { content: '✗'; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .8rem 0 0; }
dt { color: var(--soft); }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
caption { padding: .4rem 0; text-align: left; font-weight: 600; }
th, td { padding: .5rem .7rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: .875rem; }
tbody th { min-width: 6.5rem; font-weight: 600; overflow-wrap: normal; }
.report tbody th { width: 38%; }
td.status { white-space: nowrap; font-weight: 600; }
.pass { color: var(--good); } .fail { color: var(--bad); } .warn { color: var(--odd); } .skip, .info { color: var(--soft); }
main > details, section > details { margin-top: .9rem; }
summary { cursor: pointer; font: 600 1rem/1.4 system-ui, 'Segoe UI', Roboto, sans-serif; }
.announcements { position: fixed; right: 1rem; bottom: 1rem; max-width: calc(100% - 2rem); margin: 0; padding: .6rem 1rem; color: var(--card); background: var(--ink); border-radius: .3rem; }
.announcements:empty { padding: 0; }
@media (max-width: 34rem) {
  .steps > li { padding-left: 1.1rem; }
  .steps > li > h3 { min-height: 1.75rem; padding-left: 2.4rem; }
  .row { flex-direction: column; }
  .org span { display: block; }
  .value, input { flex: none; width: 100%; font-size: .82rem; }
  thead { position: absolute; clip-path: inset(50%); }
  tbody, tbody tr, tbody th, tbody td { display: block; }
  .report tbody th { width: auto; }
  tbody tr { padding: .5rem 0; border-top: 1px solid var(--line); }
  tbody th, tbody td { padding: .15rem .7rem; border: 0; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .4rem; }
}
@page { margin: 13mm 14mm; }
@media print {
  :root {
    color-scheme: light;
    --ink: #000; --soft: #444; --ground: #fff; --card: #fff; --line: #999; --field: #fff; --edge: #999; --accent: #000; --on-accent: #fff;
    --good: #0f4d24; --good-ground: #fff; --bad: #8a0010; --bad-ground: #fff; --odd: #5c3900; --odd-ground: #fff;
  }
  body { font-size: 9pt; line-height: 1.3; }
  header, main, footer { max-width: none; padding: 0; }
  h1 { font-size: 14pt; }
  h2 { margin: 1rem 0 .4rem; font-size: 11pt; break-after: avoid; }
  h3 { font-size: 9.5pt; }
  p, label, dl { margin: .2rem 0; }
  label, th, footer { font-size: 9pt; }
  .org strong { font-size: 11pt; }
  code, pre, input, .value { font-size: 8.5pt; }
  button, .announcements, .only-on-screen, details:not([open]) { display: none; }
  .row { margin-top: .25rem; }
  .value, input { padding: .15rem .4rem; }
  .verdict { margin-top: .6rem; padding: .5rem .8rem; }
  .verdict h2 { font-size: 11pt; }
  .steps > li { margin-top: .35rem; padding: .35rem .8rem .4rem 2.6rem; }
  .steps > li::before { left: .6rem; top: .35rem; width: 1.35rem; height: 1.35rem; line-height: 1.25rem; font-size: 8pt; color: #000; background: none; border: 1px solid #000; }
  .steps > li, .verdict, .problems li, tr { break-inside: avoid; }
  dl { gap: .1rem .8rem; }
  .rules { margin: 0; }
  .rules li { display: inline-block; margin-right: 1rem; }
  th, td { padding: .2rem .5rem; }
  footer { padding: .4rem 0 0; }
}
`;
