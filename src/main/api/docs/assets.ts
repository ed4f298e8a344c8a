/** What the page of the API looks like: the tokens of Hookscope's own page, light and dark as the system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --frame: light-dark(#f4f3f1, #0e0e10); --surface: light-dark(#ffffff, #141517); --sunken: light-dark(#f9f9f8, #101012);
  --line: light-dark(#e6e5e2, #242528); --line-control: light-dark(#8e8c87, #696c72); --hover: light-dark(rgb(26 24 20 / 0.05), rgb(255 255 255 / 0.055));
  --text: light-dark(#1a1814, #ecedef); --text-2: light-dark(#52504a, #adafb5); --text-3: light-dark(#67655f, #93959b);
  --accent: light-dark(#2456d3, #90aefe); --ok: light-dark(#0b7643, #63d18f); --fail: light-dark(#be2323, #ff847d); --warn: light-dark(#8a5707, #f0ba59);
  --ui: 'Inter Variable', -apple-system, 'Segoe UI', Inter, 'Noto Sans', 'Liberation Sans', system-ui, sans-serif;
  --wire: 'JetBrains Mono Variable', ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body { margin: 0; font: 400 13px/20px var(--ui); color: var(--text); background: var(--surface); display: grid; grid-template-columns: 260px minmax(0, 1fr); }
a { color: var(--accent); text-decoration: none; }
main a, a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 16px 12px; background: var(--frame); border-right: 1px solid var(--line); }
nav label { display: block; font: 500 11px/16px var(--ui); color: var(--text-2); margin: 8px 4px 4px; }
nav input { width: 100%; height: 28px; padding: 0 8px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line-control); border-radius: 6px; }
nav ul { list-style: none; margin: 12px 0 0; padding: 0; }
nav li a { display: flex; justify-content: space-between; padding: 4px 8px; border-radius: 6px; color: var(--text); text-transform: capitalize; }
nav li a:hover { background: var(--hover); text-decoration: none; }
nav li span { color: var(--text-3); font-variant-numeric: tabular-nums; }
main { padding: 24px 32px 96px; max-width: 980px; }
h1 { font: 600 20px/28px var(--ui); margin: 0; }
h2 { font: 600 14px/20px var(--ui); margin: 32px 0 0; text-transform: capitalize; }
h3 { font: 500 11px/16px var(--ui); color: var(--text-2); margin: 16px 0 4px; }
p { margin: 4px 0; color: var(--text-2); max-width: 70ch; }
details { border: 1px solid var(--line); border-radius: 8px; margin-top: 8px; background: var(--surface); }
summary { display: flex; gap: 12px; align-items: baseline; padding: 7px 12px; cursor: pointer; list-style: none; border-radius: 8px; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--hover); }
.method { font: 500 11px/16px var(--wire); width: 52px; flex: none; color: var(--text-2); }
.get { color: var(--accent); } .post { color: var(--ok); } .patch, .put { color: var(--warn); } .delete { color: var(--fail); }
.path { font: 400 12px/20px var(--wire); }
.what { color: var(--text-2); margin-left: auto; text-align: right; }
.more { padding: 0 12px 12px; border-top: 1px solid var(--line); }
pre { margin: 0; padding: 12px; overflow: auto; max-height: 420px; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; font: 400 12px/20px var(--wire); }
code { font: 400 12px/20px var(--wire); }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 12px; line-height: 16px; }
th { text-align: left; font: 500 11px/16px var(--ui); color: var(--text-2); padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; padding: 5px 8px 5px 0; border-bottom: 1px solid var(--line); color: var(--text-2); }
th:nth-child(1) { width: 26%; } th:nth-child(2) { width: 22%; }
td:first-child { overflow-wrap: anywhere; color: var(--text); }
td i { font-style: normal; color: var(--text-3); }
[hidden] { display: none !important; }
@media (max-width: 760px) { body { display: block; } nav { position: static; height: auto; } .what { display: none; } }
`

/** Hides what the search does not name, and opens what a link names. */
export const SCRIPT = `
const search = document.querySelector('input')
const none = document.getElementById('none')
function look() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  for (const section of document.querySelectorAll('section')) {
    let some = 0
    for (const entry of section.querySelectorAll('details')) {
      entry.hidden = !words.every((word) => entry.dataset.words.includes(word))
      if (!entry.hidden) some++
    }
    section.hidden = some === 0
    document.querySelector('nav a[href="#' + section.id + '"]').parentElement.hidden = some === 0
    shown += some
  }
  none.hidden = shown > 0
}
function open() {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (entry instanceof HTMLDetailsElement) entry.open = true
}
search.addEventListener('input', look)
addEventListener('hashchange', open)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === search) return
  event.preventDefault()
  search.focus()
})
open()
`
