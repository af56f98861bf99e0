/** The style of the page: light or dark as the reader's system is, and narrow enough for phones. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2330; --soft: #5d6879; --line: #dde2ea; --rail: #edf0f5; --paper: #f6f8fb; --card: #fff;
  --keras: #1466d6; --layers: #d5620a; --raw: #7a8496; --python: #0f8a61; --tint: 20, 102, 214 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ebf2; --soft: #9aa6b8; --line: #2c3543; --rail: #222a36; --paper: #10151c; --card: #171e28;
  --keras: #5aa2ff; --layers: #ff9a4d; --raw: #97a3b6; --python: #3fc491; --tint: 90, 162, 255 } }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1240px; margin: 0 auto; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem } h2 { font-size: 1.2rem; margin: 0 } h3 { font-size: 1rem; margin: 1.4rem 0 .5rem }
h3::first-letter { text-transform: uppercase }
p { margin: .2rem 0 .8rem; color: var(--soft); max-width: 80ch } section { margin: 2.4rem 0 0 }
ul { list-style: none; padding: 0; margin: .6rem 0; color: var(--soft); font-size: 13px }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: .8rem; margin: 1.2rem 0 }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; container-type: inline-size }
.tiles b { display: block; font-size: clamp(.9rem, 11cqi, 1.5rem); line-height: 1.35; white-space: nowrap; font-variant-numeric: tabular-nums }
.tiles span { color: var(--soft); font-size: 13px; line-height: 1.35; display: block }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: .8rem }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .7rem .9rem .5rem }
figcaption { font-weight: 600; margin-bottom: .2rem }
svg { display: block; width: 100%; height: auto; font: 12.5px system-ui, sans-serif; font-variant-numeric: tabular-nums }
svg text { fill: var(--ink) } .value { text-anchor: end; font-weight: 600 }
.mark { text-anchor: middle } .end { text-anchor: end } svg .mark, svg .side { fill: var(--soft); font-size: 11px }
.grid { stroke: var(--line) } .rail { stroke: var(--rail); stroke-width: 6; stroke-linecap: round } .reference { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3 }
.keras { fill: var(--keras) } .layers { fill: var(--card); stroke: var(--layers); stroke-width: 2.5 } .raw { fill: none; stroke: var(--raw); stroke-width: 3 } .python { fill: var(--python) }
.span { stroke-width: 6; opacity: .35; stroke-linecap: round } .keras.span { stroke: var(--keras) } .layers.span, .raw.span { stroke-width: 6 } .python.span { stroke: var(--python) }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: 14px } .legend span { display: flex; align-items: center; gap: .4rem } .legend svg { width: 16px; flex: none }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
table { border-collapse: collapse; white-space: nowrap; font-variant-numeric: tabular-nums; width: 100% }
td, th { padding: .32em .8em; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400 } thead th { font-weight: 600; vertical-align: bottom }
tbody:last-child tr:last-child > * { border-bottom: 0 }
.overview { font-size: 14px } .overview th:first-child { text-align: left; position: sticky; left: 0; background: var(--card) }
.overview tbody + tbody tr:first-child > * { border-top: 2px solid var(--soft) }
.overview td { background: color-mix(in srgb, rgb(var(--tint)) calc(var(--shade, 0%) * .38), transparent) } .overview .fastest { font-weight: 700 } .none { color: var(--soft) }
.numbers { font-size: 12.5px } .numbers td:nth-child(-n+3), .numbers th:nth-child(-n+3) { text-align: left }
@media (max-width: 600px) { .tiles { grid-template-columns: 1fr 1fr } }
`
