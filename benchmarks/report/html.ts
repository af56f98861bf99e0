import type { Row } from '../suite/measure'
import { suite_models } from '../suite/models'
import { action_titles, actions } from '../suite/protocol'
import { cells, headings, milliseconds } from './cells'
import { type Group, type Point, svg_chart } from './chart'
import type { Results } from './files'
import { about_machine, about_method } from './words'

const style = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #697386; --line: #dfe3ea; --paper: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #9aa4b5; --line: #333b48; --paper: #14181f } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 960px; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.15rem; margin: 0 } p { margin: .2rem 0 .5rem; color: var(--soft) }
figure { margin: 2.2rem 0 } svg { width: 100%; height: auto; font: 12px system-ui, sans-serif }
svg text { fill: var(--ink) } .group { font-weight: 600; font-size: 12px } .mark { fill: var(--soft) !important; text-anchor: middle }
.side { fill: var(--soft) !important } .grid { stroke: var(--line) } .rule { stroke: var(--line) }
.reference { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3 }
.legend span { margin-right: 1.1em; font-size: 13px; white-space: nowrap } .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: .4em }
.scroll { overflow-x: auto } table { border-collapse: collapse; font-size: 12px; white-space: nowrap }
td, th { padding: .25em .7em; border-bottom: 1px solid var(--line); text-align: right } td:nth-child(-n+3), th:nth-child(-n+3) { text-align: left }`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** One group for each model with an action, in the order of the suite. */
function groups(points: (model: string, action: (typeof actions)[number]) => Point[]): Group[] {
  return Object.entries(suite_models).flatMap(([model, { title }]) =>
    actions.flatMap((action) => {
      const found = points(model, action)
      const short = title.split(',')[0]!
      return found.length === 0 ? [] : [{ label: `${short}: ${action_titles[action]}`, points: found }]
    }),
  )
}

/** Times of one action: a group for each model. */
function times(results: Results, action: (typeof actions)[number]): Group[] {
  const point = (series: string, { median, quartiles }: { median: number; quartiles: [number, number] }): Point => ({
    series,
    value: median,
    low: quartiles[0],
    high: quartiles[1],
    text: `${milliseconds(median)} ms`,
  })
  return Object.entries(suite_models).map(([model, { title }]) => {
    const rows = results.rows.filter((row) => row.model === model && row.action === action)
    const wasm = rows.find((row) => row.backend === 'wasm')
    const python = results.python?.rows.find((row) => row.model === model && row.action === action)
    const peers: Point[] = []
    if (wasm?.libraries.layers) peers.push(point('TensorFlow.js Layers, wasm', wasm.libraries.layers))
    if (python) peers.push(point('Python Keras on JAX', python))
    const own = rows.flatMap((row) => (row.libraries.keras ? [point(`keras-tfjs, ${row.backend}`, row.libraries.keras)] : []))
    return { label: title.split(',')[0]!, points: [...own, ...peers] }
  })
}

function ratios(results: Results, kind: 'over_raw' | 'over_layers'): Group[] {
  const in_row = (row: Row): Point[] => {
    const ratio = row[kind]
    if (ratio === null) return []
    return [
      {
        series: `keras-tfjs, ${row.backend}`,
        value: ratio.ratio,
        low: ratio.low,
        high: ratio.high,
        text: ratio.ratio.toFixed(2),
      },
    ]
  }
  return groups((model, action) => results.rows.filter((row) => row.model === model && row.action === action).flatMap(in_row))
}

/** The report as one page without anything else to load. */
export function html_page(results: Results): string {
  const charts = [
    svg_chart({
      title: 'Speed against TensorFlow.js Layers',
      note: 'How many times as long TensorFlow.js Layers takes for the same, with the same weights and on the same backend. Cases it cannot do have no dot.',
      groups: ratios(results, 'over_layers'),
      reference: { value: 1, left: 'Layers is faster', right: 'keras-tfjs is faster' },
      unit: 'times',
    }),
    svg_chart({
      title: 'Cost against TensorFlow.js by hand',
      note: 'How many times as long keras-tfjs takes as the fastest hand-written form with the same weights and kernels.',
      groups: ratios(results, 'over_raw'),
      reference: { value: 1, left: 'keras-tfjs is faster', right: 'by hand is faster' },
      unit: 'times',
    }),
    ...actions.map((action) =>
      svg_chart({
        title: `Milliseconds: ${action_titles[action]}`,
        note: 'Median and the middle half of the runs. Less is better.',
        groups: times(results, action),
        unit: 'ms',
      }),
    ),
  ]
  const python = (row: Row) => results.python?.rows.find((one) => one.model === row.model && one.action === row.action)?.outputs
  const table = [headings, ...results.rows.map((row) => cells(row, results.rows, python(row)))].map(
    (line, i) => `<tr>${line.map((cell) => (i === 0 ? `<th>${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join('')}</tr>`,
  )
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>keras-tfjs ${results.version}: benchmark</title>
<style>${style}</style>
<h1>keras-tfjs ${results.version}: benchmark</h1>
<p>${escaped(about_machine(results))}</p>
${charts.join('\n')}
<h2>All numbers</h2>
<p>${escaped(about_method(results))}</p>
<div class="scroll"><table>${table.join('')}</table></div>
</html>
`
}
