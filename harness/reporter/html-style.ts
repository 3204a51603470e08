/** How the matrix looks: light and dark by the system, on paper too. */

export const STYLE = `
:root { color-scheme: light dark; --bg: light-dark(#fff, #14171a); --ink: light-dark(#1b1f24, #e6e8eb); --dim: light-dark(#57606a, #9aa4af);
  --line: light-dark(#d0d7de, #30363d); --band: light-dark(#f3f5f7, #1c2126); --pass: light-dark(#116329, #56d364); --fail: light-dark(#a40e26, #ff7b72);
  --warn: light-dark(#7a4d00, #e3b341); --link: light-dark(#0550ae, #79c0ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
main { margin: 0 auto; max-width: 1400px; padding: 24px 16px 48px; }
h1 { margin: 0 0 8px; font-size: 24px; }
h2 { margin: 32px 0 8px; font-size: 18px; }
h3 { margin: 16px 0 4px; font-size: 14px; }
a { color: var(--link); }
code { font: 12.5px/1.45 ui-monospace, monospace; }
.lead { margin: 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; }
.lead.bad, .problems { color: var(--fail); }
.lead.good { color: var(--pass); }
.dim, .none { color: var(--dim); }
.passed { color: var(--pass); }
.refused { color: var(--fail); }
.shadowed { color: var(--warn); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--dim); }
.scroll { overflow-x: auto; }
.wide { overflow: auto; max-height: 92vh; border: 1px solid var(--line); }
.rules td:nth-child(6) b, .rules td:nth-child(7), summary, .matrix small, .small small { white-space: nowrap; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; vertical-align: top; font-weight: 400; }
thead th { font-weight: 600; background: var(--band); }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.advice { min-width: 260px; color: var(--dim); }
tr:target { outline: 2px solid var(--link); }
.matrix td { padding: 4px 2px; text-align: center; min-width: 30px; font-weight: 600; }
.matrix td a { display: block; color: inherit; text-decoration: none; }
.matrix td a:hover { background: var(--band); }
.matrix th[scope=row] { min-width: 320px; }
details summary { color: var(--link); cursor: pointer; }
details ul { margin: 4px 0 0; padding-left: 18px; min-width: 220px; }
.matrix { border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { border-width: 0 1px 1px 0; }
.matrix thead { position: sticky; top: 0; z-index: 2; background: var(--band); }
.matrix th[scope=row] { position: sticky; left: 0; background: var(--bg); }
.matrix .stage { text-align: center; }
.matrix .file { background: var(--band); font-weight: 600; }
.matrix .rule { padding: 6px 2px; vertical-align: bottom; text-align: center; height: 180px; }
.matrix .rule a { display: inline-block; }
.matrix td:last-child, .matrix thead th:last-child { min-width: 64px; }
.matrix .rule span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font: 12px/1.2 ui-monospace, monospace; }
.read { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { display: none; }
.small ul { margin: 0; padding-left: 18px; }
.small li { margin: 0 0 8px; overflow-wrap: anywhere; }
@media (max-width: 700px) { .wide, .rules :is(th, td):is(:nth-child(2), :nth-child(5), :nth-child(7), :nth-child(8)) { display: none; } th, td { padding: 4px 6px; } .rules td:nth-child(6) b, summary { white-space: normal; } .rules { width: 100%; } details ul { min-width: 0; overflow-wrap: anywhere; } .small { display: block; } }
@media print { @page { size: landscape; } main { max-width: none; padding: 0; font-size: 10px; } .scroll, .wide { overflow: visible; max-height: none; border: 0; } .matrix thead, .matrix th[scope=row] { position: static; } tr { break-inside: avoid; }
  .advice { display: none; } }
`;
