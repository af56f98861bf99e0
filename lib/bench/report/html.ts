import type { Ratio, Row } from '../measure'
import { type ModelName, model_names, model_titles, type Phase, phase_titles, phases } from '../protocol'
import { geometric_mean } from '../statistics'
import { headings, letter, milliseconds, over_fastest, table_of } from './cells'
import { escaped, type Line, type Mark, type Shape, sign, svg_chart } from './chart'
import type { Results } from './results'
import { style } from './style'
import { about_machine, about_method } from './words'

const short_title = (model: ModelName): string => model_titles[model].split(/[ ,(]/)[0]!.replace('-like', '')
const short_phase = { infer_1: 'batch 1', infer_32: 'batch 32', train_32: 'training' }

/** Text with `code` in it. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const backends_of = ({ rows }: Results): string[] => [...new Set(rows.map(({ backend }) => backend))]

const find = ({ rows }: Results, backend: string, model: ModelName, phase: Phase): Row | undefined =>
  rows.find((row) => row.backend === backend && row.model === model && row.phase === phase)

/** What the numbers say in all, in a few tiles. */
function tiles(results: Results): string {
  const mean = (kind: 'over_layers' | 'over_raw', wanted: (row: Row) => boolean): string | null => {
    const ratios = results.rows.filter(wanted).flatMap((row) => row[kind]?.ratio ?? [])
    return ratios.length === 0 ? null : geometric_mean(ratios).toFixed(2)
  }
  const winner = (phase: Phase, what: string): [string, string | null] => {
    const rows = results.rows.filter((row) => row.phase === phase && over_fastest(row, results.rows) === 1)
    const wins = new Map<string, number>()
    for (const { backend } of rows) wins.set(backend, (wins.get(backend) ?? 0) + 1)
    const [best] = [...wins].sort((a, b) => b[1] - a[1])
    return [`is the fastest backend for ${what}, with ${best?.[1]} of ${rows.length} models`, best?.[0] ?? null]
  }
  const apart = Math.max(...results.rows.map(({ difference }) => difference?.largest ?? 0))
  const infer = mean('over_layers', ({ phase }) => phase !== 'train_32')
  const train = mean('over_layers', ({ phase }) => phase === 'train_32')
  const raw = mean('over_raw', () => true)
  const found: [string, string | null][] = [
    ['as fast as TensorFlow.js Layers at inference, on average', infer && `${infer}×`],
    ['as fast as TensorFlow.js Layers at training, on average', train && `${train}×`],
    ['the time of TensorFlow.js by hand, on average', raw && `${raw}×`],
    ['is the largest difference of the numbers between backends and libraries', apart.toExponential(0)],
    winner('infer_1', 'one sample'),
    winner('train_32', 'training'),
  ]
  const tile = ([what, value]: [string, string | null]): string =>
    value ? `<div><b>${escaped(value)}</b><span>${escaped(what)}</span></div>` : ''
  return `<div class="tiles">${found.map(tile).join('')}</div>`
}

/** Milliseconds of every case by backend, the fastest marked. */
function overview(results: Results): string {
  const backends = backends_of(results)
  const columns = [...backends, ...results.python.map(({ name }) => `Python: ${name}`)]
  const cell = (value: number | undefined, least: number): string => {
    if (value === undefined) return '<td class="none">none</td>'
    const shade = Math.max(0, 1 - Math.log(value / least) / Math.log(12))
    const fastest = value === least ? ' class="fastest"' : ''
    return `<td${fastest} style="--shade:${Math.round(100 * shade)}%">${milliseconds(value)}</td>`
  }
  const line = (model: ModelName, phase: Phase): string => {
    const own = backends.map((backend) => find(results, backend, model, phase)?.libraries.keras?.median)
    const python = results.python.map(({ rows }) => rows.find((row) => row.model === model && row.phase === phase)?.median)
    const values = [...own, ...python]
    if (values.every((value) => value === undefined)) return ''
    const least = Math.min(...values.flatMap((value) => value ?? []))
    return `<tr><th>${escaped(short_title(model))}, ${short_phase[phase]}</th>${values.map((value) => cell(value, least)).join('')}</tr>`
  }
  const body = phases.map((phase) => `<tbody>${model_names.map((model) => line(model, phase)).join('')}</tbody>`)
  return `<section><h2>Milliseconds, by backend</h2>
<p>Median time of one run. The stronger the colour, the nearer to the fastest of the line; less is better.</p>
<div class="scroll"><table class="overview"><thead><tr><th></th>${columns.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>${body.join('')}</table></div></section>`
}

function legend(shapes: [Shape, string][]): string {
  const item = ([shape, text]: [Shape, string]): string =>
    `<span><svg viewBox="0 0 16 16">${sign(shape, 8, 8)}</svg>${escaped(text)}</span>`
  return `<div class="legend">${shapes.map(item).join('')}</div>`
}

interface Timed {
  median: number
  quartiles: [number, number]
}

/** Times of one phase: a chart for each model, a line for each backend. */
function times(results: Results, phase: Phase): string {
  const mark = (shape: Shape, name: string, { median, quartiles: [low, high] }: Timed): Mark => ({
    ...{ shape, value: median, low, high },
    title: `${name}: ${milliseconds(median)} ms`,
  })
  const chart = (model: ModelName): string => {
    const lines: Line[] = backends_of(results).flatMap((backend) => {
      const { keras, raw, layers } = find(results, backend, model, phase)?.libraries ?? {}
      const marks = [
        ...(keras ? [mark('keras', `keras-tfjs on ${backend}`, keras)] : []),
        ...(layers ? [mark('layers', `TensorFlow.js Layers on ${backend}`, layers)] : []),
        ...(raw ? [mark('raw', `by hand on ${backend}`, raw)] : []),
      ]
      return marks.length === 0 ? [] : [{ label: backend, marks, text: keras ? milliseconds(keras.median) : 'fails' }]
    })
    const python = results.python.flatMap(({ name, rows }): Line[] => {
      const found = rows.find((row) => row.model === model && row.phase === phase)
      if (found === undefined) return []
      return [{ label: `Python, ${name}`, marks: [mark('python', `Keras on ${name}`, found)], text: milliseconds(found.median) }]
    })
    if (python.length > 0) python[0]!.apart = true
    return svg_chart({ title: short_title(model), lines: [...lines, ...python], label_width: 118 })
  }
  const charts = model_names.map(chart).join('')
  return charts === '' ? '' : `<h3>${escaped(phase_titles[phase])}</h3><div class="charts">${charts}</div>`
}

function ratio_charts(results: Results, kind: 'over_raw' | 'over_layers', shape: Shape, sides: [string, string]): string {
  const ratios = results.rows.flatMap((row) => row[kind] ?? [])
  if (ratios.length === 0) return ''
  const range: [number, number] = [
    Math.min(0.5, ...ratios.map(({ ratio }) => ratio / 1.2)),
    Math.max(2, ...ratios.map(({ ratio }) => ratio * 1.2)),
  ]
  const line_of = (row: Row, { ratio, low, high }: Ratio, apart: boolean): Line => ({
    label: `${short_title(row.model)}, ${short_phase[row.phase]}`,
    marks: [
      { shape, value: ratio, low, high, title: `${ratio.toFixed(2)}, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}` },
    ],
    text: ratio.toFixed(2),
    apart,
  })
  const charts = backends_of(results).map((backend) => {
    const rows = phases.flatMap((phase) =>
      results.rows.filter((row) => row.backend === backend && row.phase === phase && row[kind] !== null),
    )
    const lines = rows.map((row, i) => line_of(row, row[kind]!, i > 0 && rows[i - 1]!.phase !== row.phase))
    const reference = { value: 1, left: sides[0], right: sides[1] }
    return svg_chart({ title: backend, lines, reference, range, label_width: 140 })
  })
  return `<div class="charts">${charts.join('')}</div>`
}

const notes_of = (notes: readonly string[]): string => notes.map((note, i) => `<li>(${letter(i)}) ${prose(note)}</li>`).join('')

function numbers(results: Results): string {
  const { lines, notes } = table_of(results.rows, results)
  const body = lines.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
  return `<section><h2>All numbers</h2><p>${prose(about_method(results))}</p>
<div class="scroll"><table class="numbers"><thead><tr>${headings.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>
<ul>${notes_of(notes)}</ul></section>`
}

function left_out(results: Results): string {
  if (results.left_out.length === 0) return ''
  const items = results.left_out.map(({ what, why }) => `<li>${escaped(what)}: ${prose(why)}</li>`)
  return `<section><h2>Left out</h2><ul>${items.join('')}</ul></section>`
}

/** The report as one page without anything else to load. */
export function html_page(results: Results): string {
  const speed = ratio_charts(results, 'over_layers', 'layers', ['Layers faster', 'keras-tfjs faster'])
  const cost = ratio_charts(results, 'over_raw', 'raw', ['keras-tfjs faster', 'by hand faster'])
  const signs: [Shape, string][] = [
    ['keras', 'keras-tfjs'],
    ['layers', 'TensorFlow.js Layers'],
    ['raw', 'TensorFlow.js by hand'],
    ['python', 'Python Keras'],
  ]
  const section = (title: string, note: string, body: string): string =>
    body === '' ? '' : `<section><h2>${escaped(title)}</h2><p>${escaped(note)}</p>${body}</section>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>keras-tfjs ${results.version}: benchmark</title><style>${style}</style></head><body>
<header><h1>keras-tfjs ${results.version}: benchmark</h1><p>${prose(about_machine(results))}</p></header>
${tiles(results)}
${overview(results)}
${section('Against TensorFlow.js Layers', 'How many times as long TensorFlow.js Layers takes for the same, with the same weights and on the same backend. Cases that it cannot do have no line.', speed)}
${section('Against TensorFlow.js by hand', 'How many times as long keras-tfjs takes as hand-written calls of tfjs-core with the same weights and kernels.', cost)}
${section('Times of each model', 'Milliseconds of one run: median and the middle half of the rounds, on a logarithmic axis. Less is better.', legend(signs) + phases.map((phase) => times(results, phase)).join(''))}
${numbers(results)}
${left_out(results)}
</body></html>
`
}
